package dev.assay.learners.releases;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The references requests are served from. A newer standing always replaces an older one, never the
 * other way round, however long either takes to be made ready.
 */
final class ServedReleases implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedReleases.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final ReleasePreparer preparer;
  private final Map<TenantId, Reference> references = new ConcurrentHashMap<>();
  private final Map<TenantId, Long> newest = new ConcurrentHashMap<>();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  ServedReleases(ReleasePreparer preparer) {
    this.preparer = preparer;
  }

  private record Reference(Served served, ReleaseStanding standing, long revision) {}

  Served served(TenantId tenant) {
    return reference(tenant).served();
  }

  Optional<ReleaseStanding.OnTrial> onTrial(TenantId tenant) {
    return reference(tenant).standing().canary();
  }

  boolean isServedToAnybody(Artifact artifact) {
    return references.values().stream()
        .map(Reference::standing)
        .anyMatch(standing ->
            standing.live().artifacts().contains(artifact)
                || standing.canary().stream()
                    .anyMatch(trial -> trial.release().artifacts().contains(artifact)));
  }

  /** Every tenant whose release is not served whole. */
  Map<TenantId, List<String>> missing() {
    Map<TenantId, List<String>> incomplete = new java.util.TreeMap<>();
    references.forEach((tenant, reference) -> {
      if (!reference.served().missing().isEmpty()) {
        incomplete.put(tenant, reference.served().missing());
      }
    });
    return incomplete;
  }

  /** At start: serves the bare base model until what was learned is ready again. */
  void start(TenantId tenant, ReleaseStanding standing, long revision) {
    swap(tenant, bare(standing), standing, revision);
    makeReady(tenant, standing, revision);
  }

  /** Swaps at once when all is ready; else the former one serves until it is. Does not block. */
  void follow(TenantId tenant, ReleaseStanding standing, long revision) {
    Optional<ServingRelease> live = preparer.ready(standing.live());
    Optional<ServingRelease> canary =
        standing.canary().flatMap(trial -> preparer.ready(trial.release()));
    if (live.isPresent() && canary.isPresent() == standing.canary().isPresent()) {
      swap(tenant, served(standing, live.get(), canary, List.of()), standing, revision);
    } else {
      makeReady(tenant, standing, revision);
    }
  }

  @Override
  public void close() {
    background.shutdownNow();
  }

  private Reference reference(TenantId tenant) {
    Reference known = references.get(tenant);
    return known != null ? known : untouched(tenant);
  }

  private static Reference untouched(TenantId tenant) {
    Release empty = Release.empty(tenant);
    return new Reference(
        new Served(ReleasePreparer.bare(empty), Optional.empty(), List.of()),
        new ReleaseStanding(empty, Optional.empty()),
        0);
  }

  private void makeReady(TenantId tenant, ReleaseStanding standing, long revision) {
    newest.merge(tenant, revision, Math::max);
    background.execute(() -> retryUntilReady(tenant, standing, revision));
  }

  private void retryUntilReady(TenantId tenant, ReleaseStanding standing, long revision) {
    try {
      Duration wait = FIRST_RETRY;
      while (isNewest(tenant, revision)) {
        Served made = madeReady(standing);
        swap(tenant, made, standing, revision);
        if (made.missing().isEmpty()) {
          return;
        }
        LOG.error(
            "release {} of {} is served without {}; trying again in {} s",
            standing.live().number(),
            tenant,
            made.missing(),
            wait.toSeconds());
        Thread.sleep(wait);
        wait = wait.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? wait.multipliedBy(2) : LAST_RETRY;
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Served madeReady(ReleaseStanding standing) {
    ReleasePreparer.Prepared live = preparer.prepareWhatCanBe(standing.live());
    List<String> missing = new ArrayList<>(live.missing());
    Optional<ServingRelease> canary =
        standing
            .canary()
            .map(trial -> {
              ReleasePreparer.Prepared made = preparer.prepareWhatCanBe(trial.release());
              missing.addAll(made.missing());
              return made.release();
            });
    return served(standing, live.release(), canary, missing);
  }

  private boolean isNewest(TenantId tenant, long revision) {
    return newest.getOrDefault(tenant, 0L) <= revision;
  }

  private void swap(TenantId tenant, Served served, ReleaseStanding standing, long revision) {
    newest.merge(tenant, revision, Math::max);
    references.merge(
        tenant,
        new Reference(served, standing, revision),
        (old, fresh) -> fresh.revision() >= old.revision() ? fresh : old);
  }

  private static Served bare(ReleaseStanding standing) {
    boolean isWhole = standing.live().artifacts().isEmpty() && standing.canary().isEmpty();
    return served(
        standing,
        ReleasePreparer.bare(standing.live()),
        standing.canary().map(trial -> ReleasePreparer.bare(trial.release())),
        isWhole ? List.of() : List.of("everything learned: it is being made ready"));
  }

  private static Served served(
      ReleaseStanding standing,
      ServingRelease live,
      Optional<ServingRelease> canary,
      List<String> missing) {
    return new Served(
        live,
        standing
            .canary()
            .flatMap(
                trial -> canary.map(made -> new Served.CanaryRelease(made, trial.rules().share()))),
        missing);
  }
}
