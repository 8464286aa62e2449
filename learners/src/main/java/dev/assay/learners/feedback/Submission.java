package dev.assay.learners.feedback;

import dev.assay.policies.judge.RequestFacts;
import java.util.regex.Pattern;

/**
 * A signal as it came in.
 *
 * @param caller who sent it; its tenant is the only one it can be about
 * @param principal app key id and asserted user; one shared name for no user
 * @param idempotencyKey the client's name for this submission: the same one is recorded once
 */
public record Submission(
    RequestFacts.Caller caller,
    String principal,
    About about,
    String metric,
    Signal signal,
    String idempotencyKey) {
  private static final Pattern METRIC = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final int MAX_CHARS = 256;

  public Submission {
    if (!METRIC.matcher(metric).matches()) {
      throw new IllegalArgumentException(
          "metric is 1 to 64 of letters, digits, '_', '.' and '-', a letter first");
    }
    requireBounded("principal", principal);
    requireBounded("idempotency key", idempotencyKey);
    if (about instanceof About.OfEpisode(String episode)) {
      requireBounded("episode", episode);
    }
  }

  private static void requireBounded(String what, String value) {
    if (value.isBlank() || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException(what + " is 1 to " + MAX_CHARS + " characters");
    }
  }
}
