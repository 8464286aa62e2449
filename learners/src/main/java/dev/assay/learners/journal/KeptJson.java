package dev.assay.learners.journal;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.policies.canonical.CanonicalJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable value the journal keeps as a JSON object, written when its text is first asked for:
 * by the journal's writer, so that nobody's answer waits for it. Not canonical, as no digest is
 * taken of it.
 *
 * <p>What is the same for many exchanges may be said apart from what is an exchange's own: the
 * journal keeps it once, and reads both back as one object.
 */
public final class KeptJson {
  private static final String EMPTY = "{}";

  private final @Nullable Object shared;
  private final @Nullable Object own;

  // Written at most a few times, always the same: two threads that meet here do no harm.
  private volatile @Nullable String text;

  private KeptJson(@Nullable Object shared, @Nullable Object own, @Nullable String text) {
    this.shared = shared;
    this.own = own;
    this.text = text;
  }

  /** This exchange's own value, not written yet; it must not change any more. */
  public static KeptJson of(Object own) {
    return new KeptJson(null, own, null);
  }

  /**
   * A value that others equal.
   *
   * @param shared a record, equal where its JSON is
   */
  public static KeptJson shared(Object shared) {
    return shared(shared, Map.of());
  }

  /** A value whose fields are those of both. */
  public static KeptJson shared(Object shared, Object own) {
    return new KeptJson(shared, own, null);
  }

  /** What was written before. */
  public static KeptJson written(String json) {
    return new KeptJson(null, null, json);
  }

  /** What was written before, in two parts. */
  static KeptJson written(@Nullable String shared, String own) {
    return written(shared == null ? own : together(shared, own));
  }

  /** The JSON. */
  @JsonValue
  public String text() {
    String known = text;
    if (known == null) {
      known = shared == null ? ownText() : together(write(shared), ownText());
      text = known;
    }
    return known;
  }

  /** The part that others equal; null where there is none. */
  @Nullable Object shared() {
    return shared;
  }

  /** The JSON of the part that is this exchange's own. */
  String ownText() {
    return own == null ? text() : write(own);
  }

  static String write(Object value) {
    try {
      return CanonicalJson.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException("cannot be written as JSON", unwritable);
    }
  }

  private static String together(String shared, String own) {
    if (own.equals(EMPTY)) {
      return shared;
    }
    return shared.equals(EMPTY)
        ? own
        : own.substring(0, own.length() - 1) + "," + shared.substring(1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeptJson json && text().equals(json.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
