package dev.assay.learners.feedback;

import dev.assay.policies.judge.RequestFacts;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A signal as it came in.
 *
 * @param caller who sent it; its tenant is the only one it can be about
 * @param principal app key id and asserted user; one shared name for no user
 * @param idempotencyKey the client's name for this submission: the same one is recorded once
 * @param tags what the app wants to find it by; at most {@link #MAX_TAGS}
 */
public record Submission(
    RequestFacts.Caller caller,
    String principal,
    About about,
    String metric,
    Signal signal,
    String idempotencyKey,
    Map<String, String> tags) {
  /** How many tags a signal may have. */
  public static final int MAX_TAGS = 32;

  private static final Pattern METRIC = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final int MAX_CHARS = 256;

  public Submission {
    if (!METRIC.matcher(metric).matches()) {
      throw new IllegalArgumentException(
          "metric is 1 to 64 of letters, digits, '_', '.' and '-', a letter first");
    }
    requireBounded("principal", principal);
    requireBounded("idempotency key", idempotencyKey);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException("at most " + MAX_TAGS + " tags, not " + tags.size());
    }
    tags.forEach((name, value) -> {
      requireBounded("a tag's name", name);
      if (value.length() > MAX_CHARS) {
        throw new IllegalArgumentException("a tag's value is up to " + MAX_CHARS + " characters");
      }
    });
    if (about instanceof About.OfEpisode(String episode)) {
      requireBounded("episode", episode);
    }
  }

  /** A signal without tags. */
  public Submission(
      RequestFacts.Caller caller,
      String principal,
      About about,
      String metric,
      Signal signal,
      String idempotencyKey) {
    this(caller, principal, about, metric, signal, idempotencyKey, Map.of());
  }

  private static void requireBounded(String what, String value) {
    if (value.isBlank() || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException(what + " is 1 to " + MAX_CHARS + " characters");
    }
  }
}
