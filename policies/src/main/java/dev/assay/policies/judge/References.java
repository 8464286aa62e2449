package dev.assay.policies.judge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of things kept at a provider that a body mentions: files, stored responses, vector stores.
 * All tenants share the provider's account, so each name has to be checked for whose it is.
 */
final class References {
  private static final int MAX = 100;
  private static final int MAX_CHARS = 256;

  private static final Set<String> FIELDS =
      Set.of("training_file", "validation_file", "container", "conversation", "model");

  private static final Pattern KEPT =
      Pattern.compile(
          "(?:file|batch|resp|conv|vs|asst|thread|ftjob|ftckpt|eval|cntr|container|video|upload|skill)[-_][A-Za-z0-9_-]+"
              + "|ft:.+");

  private final Set<String> names = new LinkedHashSet<>();

  /** Whether a field of this name may name such a thing. */
  static boolean mayBeNamedIn(@Nullable String field) {
    return field != null
        && (field.endsWith("_id") || field.endsWith("_ids") || FIELDS.contains(field));
  }

  /** Takes note of a value that has the form of such a name. */
  void look(String value) throws Malformed {
    if (value.length() <= MAX_CHARS && KEPT.matcher(value).matches()) {
      add(value);
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

  List<String> all() {
    return List.copyOf(names);
  }
}
