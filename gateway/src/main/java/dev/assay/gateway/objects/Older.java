package dev.assay.gateway.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What in nobody's book is older than the book. Anything else was made through the gateway, and
 * whoever made it has not heard of it yet, such as of a batch's output.
 */
final class Older {
  private static final int MAX_KNOWN = 100_000;
  private static final List<String> TIMES = List.of("created_at", "created");

  private final long sinceMillis;
  private final Cache<String, Boolean> known = Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();

  /** Than this time. */
  Older(long sinceMillis) {
    this.sinceMillis = sinceMillis;
  }

  /**
   * Whether a provider's description of a thing says so, or does not say how old it is. What is
   * older is remembered by its name.
   */
  boolean is(JsonNode description) {
    boolean older =
        created(description).map(Older::lastMilli).filter(at -> at >= sinceMillis).isEmpty();
    JsonNode id = description.path("id");
    if (older && id.isTextual()) {
      known.put(id.textValue(), true);
    }
    return older;
  }

  /** Whether a description of what has this name was seen that said so. */
  boolean isKnown(String name) {
    return known.getIfPresent(name) != null;
  }

  /** Providers tell whole seconds. */
  private static long lastMilli(long second) {
    return second * 1000 + 999;
  }

  private static Optional<Long> created(JsonNode description) {
    for (String field : TIMES) {
      JsonNode time = description.path(field);
      if (time.isNumber()) {
        return Optional.of(time.asLong());
      }
      if (time.isTextual()) {
        try {
          return Optional.of(Instant.parse(time.textValue()).getEpochSecond());
        } catch (DateTimeException none) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
