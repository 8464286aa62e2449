package dev.assay.learners.releases;

import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy.CanaryRules;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a canary's exchanges and settles it: live after as many as its rules say, taken back as
 * soon as its error rate is surely too high. Counts are of this process: after a restart the canary
 * is watched anew.
 */
public final class CanaryGuard {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryGuard.class);

  /** Fewer exchanges than this say nothing about a rate. */
  private static final int MIN_EXCHANGES = 20;

  /** One-sided 95 %. */
  private static final double Z = 1.6449;

  private final Releases releases;
  private final Door door;
  private final Map<TenantId, Watch> watches = new ConcurrentHashMap<>();

  /** The door every activation goes through. */
  public interface Door {
    CompletionStage<?> promote(TenantId tenant, int canary, String why);

    CompletionStage<?> takeBack(TenantId tenant, int canary, String why);
  }

  private record Watch(
      int number, CanaryRules rules, LongAdder exchanges, LongAdder errors, AtomicBoolean settled) {
    static Watch of(ReleaseStanding.OnTrial trial) {
      return new Watch(
          trial.release().number(),
          trial.rules(),
          new LongAdder(),
          new LongAdder(),
          new AtomicBoolean());
    }
  }

  public CanaryGuard(Releases releases, Door door) {
    this.releases = releases;
    this.door = door;
  }

  /**
   * Notes how an exchange ended. Lock-free; cheap when the release is no canary.
   *
   * @param error whether the release failed it: not the client's own mistake
   */
  public void observed(TenantId tenant, int release, boolean error) {
    Optional<ReleaseStanding.OnTrial> trial = releases.onTrial(tenant);
    if (trial.isEmpty() || trial.get().release().number() != release) {
      return;
    }
    Watch watch = watchOf(tenant, trial.get());
    if (error) {
      watch.errors().increment();
    }
    watch.exchanges().increment();
    settleIfDue(tenant, watch);
  }

  private Watch watchOf(TenantId tenant, ReleaseStanding.OnTrial trial) {
    Watch known = watches.get(tenant);
    if (known != null && known.number() == trial.release().number()) {
      return known;
    }
    return watches.compute(
        tenant,
        (id, old) ->
            old != null && old.number() >= trial.release().number() ? old : Watch.of(trial));
  }

  private void settleIfDue(TenantId tenant, Watch watch) {
    long exchanges = watch.exchanges().sum();
    long errors = watch.errors().sum();
    double rate = (double) errors / exchanges;
    double limit = watch.rules().maxErrorRate();
    boolean isSurelyBad =
        exchanges >= MIN_EXCHANGES && errors > 0 && lowerBound(errors, exchanges) > limit;
    boolean isOver = exchanges >= watch.rules().exchanges();
    if ((isSurelyBad || isOver) && watch.settled().compareAndSet(false, true)) {
      boolean takeBack = isSurelyBad || rate > limit;
      String why = errors + " errors in " + exchanges + " canary exchanges, limit " + limit;
      Thread.ofVirtual().name("canary-" + tenant).start(() -> settle(tenant, watch, takeBack, why));
    }
  }

  private void settle(TenantId tenant, Watch watch, boolean takeBack, String why) {
    CompletionStage<?> done =
        takeBack
            ? door.takeBack(tenant, watch.number(), why)
            : door.promote(tenant, watch.number(), why);
    done.whenComplete((settled, failure) -> {
      if (failure != null) {
        LOG.error("the canary of {} could not be settled: {}", tenant, failure.getMessage());
        watch.settled().set(false);
      }
    });
  }

  /** Wilson's score interval (1927), lower end. */
  static double lowerBound(long errors, long exchanges) {
    double share = (double) errors / exchanges;
    double z2 = Z * Z;
    double centre = share + z2 / (2 * exchanges);
    double spread = Z * Math.sqrt((share * (1 - share) + z2 / (4 * exchanges)) / exchanges);
    return (centre - spread) / (1 + z2 / exchanges);
  }
}
