package dev.assay.learners.releases;

import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a tenant is served with at one moment.
 *
 * @param missing what the live release or the canary is served without because it could not be made
 *     ready, in words; empty when all is ready
 */
public record Served(ServingRelease live, Optional<CanaryRelease> canary, List<String> missing) {
  /** Hex digits read as a number: 48 bits, exact as a double. */
  private static final int SHARE_DIGITS = 12;

  private static final double SHARE_RANGE = 0x1p48;

  public Served {
    missing = List.copyOf(missing);
  }

  /**
   * A release on trial.
   *
   * @param share share of episodes it serves, 0 to 1
   */
  public record CanaryRelease(ServingRelease release, double share) {}

  /** One release for all of an episode; another canary draws other episodes. */
  public ServingRelease forEpisode(String episodeKey) {
    if (canary.isEmpty()) {
      return live;
    }
    CanaryRelease trial = canary.get();
    return place(trial.release().digest(), episodeKey) < trial.share() ? trial.release() : live;
  }

  private static double place(Digest release, String episodeKey) {
    Digest drawn = Digest.of((release.text() + "\n" + episodeKey).getBytes(StandardCharsets.UTF_8));
    return Long.parseLong(drawn.hex(), 0, SHARE_DIGITS, 16) / SHARE_RANGE;
  }
}
