package dev.assay.policies.judge;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of things kept at a provider that a body mentions: files, stored responses, vector stores.
 * All tenants share the provider's account, so each name has to be checked for whose it is.
 */
final class References {
  private static final int MAX = 100;
  private static final int MAX_CHARS = 256;

  /** More than the items of any one call, each with two names. */
  private static final int MAX_REPEATED = 10_000;

  /** Without what stands between words, as that differs between writers. */
  private static final Set<String> FIELDS =
      Set.of(
          "type",
          "trainingfile",
          "validationfile",
          "container",
          "conversation",
          "model",
          "voice",
          "consent");

  private static final Pattern KEPT =
      Pattern.compile(
          "(?:file|batch|resp|conv|vs|asst|thread|ftjob|ftckpt|eval|cntr|container|video|upload|skill"
              + "|voice|cons|char|pmpt)[-_][A-Za-z0-9_-]+|ft:.+");

  /** Parts of what is kept, which a model call repeats whole and anything else only names. */
  private static final Pattern PART =
      Pattern.compile("(?:msg|rs|fc|item|audio|chatcmpl|part)[-_][A-Za-z0-9_-]+");

  private static final Pattern WORD = Pattern.compile("ft:[A-Za-z0-9_:.-]+|[A-Za-z0-9_-]+");

  /** What fields are called, which looks like a name in a text that nobody could take apart. */
  private static final Pattern LABEL = Pattern.compile("[a-z]+(?:_[a-z]+)*_ids?");

  private final boolean looks;
  private final boolean parts;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> repeated = new LinkedHashSet<>();
  private final Set<String> types = new HashSet<>();

  private References(boolean looks, boolean parts) {
    this.looks = looks;
    this.parts = parts;
  }

  /** Of a model call. */
  static References ofModelCall() {
    return new References(true, false);
  }

  /** Of anything else, where a part that is named is not repeated. */
  static References ofAllKinds() {
    return new References(true, true);
  }

  /** Of what goes to an account whose every name is the tenant's: none has to be checked. */
  static References unchecked() {
    return new References(false, false);
  }

  /** Whether a field of this name, such as {@code file_ids} or {@code a.fileId}, may name one. */
  static boolean mayBeNamedIn(String field) {
    StringBuilder letters = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '.' || c == '[' || c == ']') {
        if (names(letters.toString())) {
          return true;
        }
        letters.setLength(0);
      } else if (Character.isLetter(c)) {
        letters.append(Character.toLowerCase(c));
      }
    }
    return names(letters.toString());
  }

  private static boolean names(String letters) {
    return letters.endsWith("id") || letters.endsWith("ids") || FIELDS.contains(letters);
  }

  /** Takes note of what a field's value names. */
  void look(String field, String value) throws Malformed {
    if (!looks) {
      return;
    }
    if (field.equals("type")) {
      if (types.size() < MAX) {
        types.add(value);
      }
    } else {
      search(value);
    }
  }

  /** Takes note of whatever in a text has the form of such a name: some readers take lists. */
  void search(String text) throws Malformed {
    if (!looks) {
      return;
    }
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      boolean alone = word.length() == text.length();
      if (word.length() <= MAX_CHARS && (alone || !LABEL.matcher(word).matches())) {
        note(word);
      }
    }
  }

  private void note(String word) throws Malformed {
    if (KEPT.matcher(word).matches() || (parts && PART.matcher(word).matches())) {
      add(word);
    } else if (parts && (word.indexOf('_') >= 0 || word.indexOf('-') >= 0)) {
      repeat(word);
    }
  }

  /** Takes note of a name that may be nobody's, and not somebody else's. */
  void repeat(String name) throws Malformed {
    if (!looks || name.isEmpty() || name.length() > MAX_CHARS) {
      return;
    }
    repeated.add(name);
    if (repeated.size() > MAX_REPEATED) {
      throw new Malformed(
          "The body holds more than " + MAX_REPEATED + " names of what may be kept.", "body");
    }
  }

  /** Takes note of a name, whatever its form. */
  void add(String name) throws Malformed {
    names.add(name);
    if (names.size() > MAX) {
      throw new Malformed(
          "The body names more than " + MAX + " files, responses or other kept things.", "body");
    }
  }

  /** Values of all fields called {@code type}, as far as they are looked at. */
  Set<String> types() {
    return Set.copyOf(types);
  }

  /** What is not to be somebody else's. */
  List<String> repeated() {
    return List.copyOf(repeated);
  }

  List<String> all() {
    return List.copyOf(names);
  }
}
