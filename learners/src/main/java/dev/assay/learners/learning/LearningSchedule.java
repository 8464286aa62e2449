package dev.assay.learners.learning;

import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes learning cycles: when a tenant's admitted signals have grown enough, when a person asks,
 * and when a cycle was cut short. Signals have to grow geometrically, because each proposal costs a
 * look at the same holdout; and a burst of them has to be over, for one look at all of it costs
 * less than a look at each of its parts.
 */
public final class LearningSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LearningSchedule.class);
  private static final long CLOSE_SECONDS = 10;

  /** A burst that does not end is looked at all the same. */
  private static final long MAX_BURST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private static final long RESUME_MILLIS = Cycles.LEASE.toMillis() + 1_000;

  private final LearningCycle cycle;
  private final Cycles cycles;
  private final Map<String, Learner> learners;
  private final Settings settings;
  private final Semaphore places;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentMap<TenantId, Count> counts = new ConcurrentHashMap<>();

  /**
   * When to wake.
   *
   * @param everySignals fewest admitted signals between two wakes
   * @param growth the same as a share of those at the last wake
   * @param maxAtOnce most cycles under way on this node
   * @param quietMillis how long no signal may have come
   */
  public record Settings(int everySignals, double growth, int maxAtOnce, long quietMillis) {
    public static final Settings DEFAULT = new Settings(100, 0.3, 2, 2_000);
  }

  /** Signals of one tenant; guarded by itself. */
  private static final class Count {
    private boolean known;
    private long admitted;
    private long atLastWake;
    private long lastNanos;
    private boolean enough;
    private long enoughSinceNanos;
  }

  public LearningSchedule(
      LearningCycle cycle, Cycles cycles, List<Learner> learners, Settings settings) {
    this.cycle = cycle;
    this.cycles = cycles;
    this.learners =
        learners.stream().collect(Collectors.toUnmodifiableMap(Learner::name, Function.identity()));
    this.settings = settings;
    this.places = new Semaphore(settings.maxAtOnce());
  }

  /**
   * Takes up cycles that were cut short, once the leases of those who ran them have run out, and
   * signals that were waiting for a burst to end.
   */
  public void start() {
    // Not on the way to listening: it reads through all feedback.
    threads.execute(() -> cycles.tenantsWithSignals().forEach(this::count));
    for (Cycle cutShort : cycles.unended()) {
      if (learners.containsKey(cutShort.learner())) {
        CompletableFuture.delayedExecutor(RESUME_MILLIS, TimeUnit.MILLISECONDS, threads)
            .execute(() -> wake(cutShort.tenant(), cutShort.learner()));
      }
    }
  }

  /** A signal was admitted and is durable. Never blocks. */
  public void admitted(TenantId tenant) {
    try {
      threads.execute(() -> count(tenant));
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed: {}'s signals are counted at the next start", tenant);
    }
  }

  /**
   * Runs this learner for this tenant as soon as there is a place; the stage says how it ended, or
   * is empty when one is under way already or the schedule was closed meanwhile.
   *
   * @throws IllegalArgumentException when there is no such learner
   */
  public CompletionStage<Optional<CycleOutcome>> wake(TenantId tenant, String learnerName) {
    Learner learner = learners.get(learnerName);
    if (learner == null) {
      throw new IllegalArgumentException(
          "no learner "
              + learnerName
              + ": there are "
              + learners.keySet().stream().sorted().toList());
    }
    try {
      return CompletableFuture.supplyAsync(() -> runInTurn(tenant, learner), threads);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }

  /** Interrupts cycles under way, so that they can be resumed, and waits for them. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a learning cycle did not stop within {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<CycleOutcome> runInTurn(TenantId tenant, Learner learner) {
    try {
      places.acquire();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return cycle.run(tenant, learner);
    } finally {
      places.release();
    }
  }

  private void count(TenantId tenant) {
    Count count = counts.computeIfAbsent(tenant, unseen -> new Count());
    synchronized (count) {
      if (count.known) {
        count.admitted++;
      } else {
        count.admitted = cycles.admitted(tenant);
        count.atLastWake = cycles.signalsAtLastStart(tenant);
        count.known = true;
      }
      count.lastNanos = System.nanoTime();
      double wait = Math.max(settings.everySignals(), settings.growth() * count.atLastWake);
      if (count.enough || count.admitted - count.atLastWake < wait) {
        return;
      }
      count.enough = true;
      count.enoughSinceNanos = count.lastNanos;
    }
    wakeWhenQuiet(tenant, count);
  }

  private void wakeWhenQuiet(TenantId tenant, Count count) {
    CompletableFuture.delayedExecutor(settings.quietMillis(), TimeUnit.MILLISECONDS, threads)
        .execute(() -> {
          if (isOver(count)) {
            learners.keySet().forEach(name -> wake(tenant, name));
          } else {
            wakeWhenQuiet(tenant, count);
          }
        });
  }

  private boolean isOver(Count count) {
    synchronized (count) {
      long now = System.nanoTime();
      if (now - count.lastNanos < TimeUnit.MILLISECONDS.toNanos(settings.quietMillis())
          && now - count.enoughSinceNanos < MAX_BURST_NANOS) {
        return false;
      }
      count.enough = false;
      count.atLastWake = count.admitted;
      return true;
    }
  }
}
