package dev.assay.learners.asking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assay.learners.journal.ExchangeRecord.AskReason;
import dev.assay.learners.journal.ExchangeRecord.Asked;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Asks where an answer would teach most: an exchange whose confidence lies below a recent quantile
 * is asked with a high probability, others with a low one, so that the tenant's share holds on
 * average and every exchange keeps a known, positive probability (what inverse-probability weights
 * need). Holdout exchanges are always asked, and never for learning.
 */
public final class Asking {
  private static final int RECENT = 128;
  private static final int FEWEST_TO_COMPARE = 24;
  private static final int MAX_RELEASES = 10_000;

  /** How much likelier an uncertain exchange is asked than the share says. */
  private static final double FOCUS = 0.9;

  private final RandomGenerator random;
  private final Cache<Served, RecentConfidences> recent =
      Caffeine.newBuilder().maximumSize(MAX_RELEASES).build();

  /** Confidences of different releases, or of different kinds, do not compare. */
  private record Served(TenantId tenant, Digest release, Confidence.Source source) {}

  public Asking(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Decides for one exchange.
   *
   * @param release the one that serves it
   * @param holdout whether its episode's side is the holdout, decided before
   */
  public Asked decide(
      TenantId tenant,
      Digest release,
      TenantPolicy.Asking shares,
      boolean holdout,
      Confidence confidence) {
    if (holdout) {
      return new Asked(AskReason.UNIFORM, shares.uniformShare());
    }
    double share = Math.clamp(shares.informativeShare(), 0, 1);
    if (share == 0) {
      return new Asked(AskReason.NONE, 0);
    }
    double probability =
        recent
            .get(
                new Served(tenant, release, confidence.source()), unseen -> new RecentConfidences())
            .probability(confidence.value(), share);
    return random.nextDouble() < probability
        ? new Asked(AskReason.INFORMATIVE, probability)
        : new Asked(AskReason.NONE, probability);
  }

  /** A ring of the last confidences seen. */
  private static final class RecentConfidences {
    private final double[] ring = new double[RECENT];
    private int seen;

    synchronized double probability(double confidence, double share) {
      double probability = share;
      if (seen >= FEWEST_TO_COMPARE) {
        int size = Math.min(seen, RECENT);
        double[] sorted = Arrays.copyOf(ring, size);
        Arrays.sort(sorted);
        double threshold = sorted[Math.min(size - 1, (int) (share * size))];
        boolean tells = sorted[0] < sorted[size - 1];
        double elsewhere = share * (1 - FOCUS) / (1 - share + 1e-9);
        if (tells) {
          probability = confidence <= threshold ? FOCUS : elsewhere;
        }
      }
      ring[seen % RECENT] = confidence;
      seen = seen == Integer.MAX_VALUE - 1 ? RECENT : seen + 1;
      return Math.clamp(probability, 0, 1);
    }
  }
}
