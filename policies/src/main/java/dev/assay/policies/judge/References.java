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

  private static final Set<String> FIELDS =
      Set.of(
          "training_file",
          "validation_file",
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

  private final boolean looks;
  private final boolean parts;
  private final Set<String> names = new LinkedHashSet<>();
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

  /** Whether a field of this name may name such a thing. */
  static boolean mayBeNamedIn(String field) {
    return (field.equals("id")
        || field.equals("type")
        || field.endsWith("_id")
        || field.endsWith("_ids")
        || FIELDS.contains(field));
  }

  /** Takes note of a value that has the form of such a name. */
  void look(String field, String value) throws Malformed {
    if (!looks) {
      return;
    }
    if (field.equals("type")) {
      if (types.size() < MAX) {
        types.add(value);
      }
    } else if (value.length() <= MAX_CHARS
        && (KEPT.matcher(value).matches() || (parts && PART.matcher(value).matches()))) {
      add(value);
    }
  }

  /** Takes note of whatever in a text has the form of such a name. */
  void search(String text) throws Malformed {
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      if (!mayBeNamedIn(words.group())) {
        look("id", words.group());
      }
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

  List<String> all() {
    return List.copyOf(names);
  }
}
