package dev.assay.learners.journal;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.policies.canonical.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * An immutable value the journal keeps as JSON, written when its text is first asked for: by the
 * journal's writer, so that nobody's answer waits for it. Not canonical, as no digest is taken of
 * it.
 */
public final class KeptJson {
  private final @Nullable Object value;

  // Written at most a few times, always the same: two threads that meet here do no harm.
  private volatile @Nullable String text;

  private KeptJson(@Nullable Object value, @Nullable String text) {
    this.value = value;
    this.text = text;
  }

  /** This value, not written yet; it must not change any more. */
  public static KeptJson of(Object value) {
    return new KeptJson(value, null);
  }

  /** What was written before. */
  public static KeptJson written(String json) {
    return new KeptJson(null, json);
  }

  /** The JSON. */
  @JsonValue
  public String text() {
    String known = text;
    if (known == null) {
      try {
        known = CanonicalJson.MAPPER.writeValueAsString(value);
      } catch (JsonProcessingException unwritable) {
        throw new IllegalArgumentException("cannot be written as JSON", unwritable);
      }
      text = known;
    }
    return known;
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
