package dev.assay.policies.canonical;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * JSON written as RFC 8785 (JSON Canonicalization Scheme) says, so that equal values have equal
 * bytes and a digest names a value, not a spelling of it.
 */
public final class CanonicalJson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_STRING_CHARS = 32 * 1024 * 1024;

  /** Reads strictly (no duplicate keys, no unknown fields, bounded depth), writes times as text. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING_CHARS)
                          .build())
                  .build())
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private CanonicalJson() {}

  /** The canonical bytes of a record, map, list or tree. */
  public static byte[] bytes(Object value) {
    try {
      return new JsonCanonicalizer(MAPPER.writeValueAsString(value)).getEncodedUTF8();
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(
          "cannot be written as JSON: " + unwritable.getOriginalMessage(), unwritable);
    } catch (IOException uncanonical) {
      throw new IllegalArgumentException(
          "has no canonical form: " + uncanonical.getMessage(), uncanonical);
    }
  }

  /** The digest of the canonical bytes. */
  public static Digest digest(Object value) {
    return Digest.of(bytes(value));
  }
}
