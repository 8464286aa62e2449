package dev.assay.gateway.dialect.json;

import java.util.List;
import java.util.TreeSet;

/**
 * Advice that was left out because the other API has no place for it: it changes cost or
 * book-keeping, never what is asked or answered. The gateway tells the client, so that nothing is
 * dropped in silence.
 */
public final class Unsaid {
  /** More than this many different ones are a list nobody reads. */
  private static final int MAX_FIELDS = 32;

  private final TreeSet<String> fields = new TreeSet<>();

  /**
   * Adds a field.
   *
   * @param field its name without positions: {@code tools.cache_control}
   */
  public void add(String field) {
    if (fields.size() < MAX_FIELDS) {
      fields.add(field);
    }
  }

  /** The names, in order. */
  public List<String> fields() {
    return List.copyOf(fields);
  }
}
