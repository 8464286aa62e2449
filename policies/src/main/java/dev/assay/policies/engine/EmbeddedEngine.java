package dev.assay.policies.engine;

import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The base rules, compiled to Wasm, in this process. A judgement takes tens of microseconds, so it
 * is made on the caller's thread when an instance is free; otherwise it waits, bounded in number
 * and time, on a small executor. Instances load in the background.
 */
public final class EmbeddedEngine implements PolicyEngine {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);
  private static final int MAX_WAITING = 1024;
  private static final int WAITING_THREADS = 2;

  private final byte[] wasm;
  private final long deadlineNanos;
  private final int instances;

  // Last in, first out: the most recently used instance is the one compiled hottest.
  private final BlockingDeque<WasmInstance> idle = new LinkedBlockingDeque<>();
  private final AtomicInteger alive = new AtomicInteger();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final ThreadPoolExecutor waiting;
  private final ThreadPoolExecutor loading;
  private volatile boolean closed;

  // Confined to the loading thread.
  private @Nullable CompiledRules compiled;

  /**
   * Starts loading and returns at once.
   *
   * @param instances how many evaluations may run side by side; each costs some megabytes
   * @param deadline how long a judgement may wait for a free instance
   */
  public EmbeddedEngine(BaseRules rules, int instances, Duration deadline) {
    if (instances < 1) {
      throw new IllegalArgumentException("an engine needs at least one instance");
    }
    this.wasm = rules.wasm().clone();
    this.instances = instances;
    this.deadlineNanos = deadline.toNanos();
    this.waiting = threads("policy-waiting-", WAITING_THREADS);
    // Not virtual: compiling is a second of pure computing and would hold a carrier thread.
    this.loading = threads("policy-loading-", 1);
    loadInBackground();
  }

  /** Completes when the first instance can judge, or fails when none could be loaded. */
  public CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  @Override
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    if (closed) {
      return CompletableFuture.failedStage(closed());
    }
    WasmInstance free = idle.pollFirst();
    try {
      return free != null
          ? CompletableFuture.completedStage(evaluate(free, facts))
          : judgeLater(facts);
    } catch (PolicyUnavailable unavailable) {
      return CompletableFuture.failedStage(unavailable);
    }
  }

  @Override
  public void close() {
    closed = true;
    waiting.shutdownNow();
    loading.shutdown();
    idle.clear();
    ready.completeExceptionally(closed());
  }

  private <D extends Decision> CompletionStage<D> judgeLater(Facts<D> facts) {
    long dueNanos = System.nanoTime() + deadlineNanos;
    CompletableFuture<D> judged = new CompletableFuture<>();
    try {
      waiting.execute(() -> complete(judged, facts, dueNanos));
    } catch (RejectedExecutionException full) {
      throw new PolicyUnavailable("Too many judgements are waiting; retry shortly.", full);
    }
    return judged.orTimeout(deadlineNanos, TimeUnit.NANOSECONDS).exceptionallyCompose(Late::stage);
  }

  private <D extends Decision> void complete(
      CompletableFuture<D> judged, Facts<D> facts, long dueNanos) {
    try {
      WasmInstance free = awaitInstance(dueNanos);
      if (free == null) {
        judged.completeExceptionally(Late.unavailable());
      } else {
        judged.complete(evaluate(free, facts));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      judged.completeExceptionally(closed());
    } catch (PolicyUnavailable unavailable) {
      judged.completeExceptionally(unavailable);
    }
  }

  private @Nullable WasmInstance awaitInstance(long dueNanos) throws InterruptedException {
    return idle.pollFirst(Math.max(0, dueNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** Gives the instance back, or replaces it when its evaluation failed. */
  private <D extends Decision> D evaluate(WasmInstance instance, Facts<D> facts) {
    boolean sound = true;
    try {
      String input = DecisionJson.input(facts);
      sound = false;
      String results = instance.evaluate(EntryPoint.of(facts).path(), input);
      sound = true;
      return DecisionJson.decision(facts, DecisionJson.soleResult(results));
    } finally {
      if (sound) {
        idle.addFirst(instance);
      } else {
        alive.decrementAndGet();
        loadInBackground();
      }
    }
  }

  private void loadInBackground() {
    try {
      loading.execute(this::load);
    } catch (RejectedExecutionException closing) {
      LOG.debug("No instance is loaded while closing.", closing);
    }
  }

  private void load() {
    while (!closed && alive.get() < instances) {
      try {
        idle.addLast(new WasmInstance(compiled()));
        alive.incrementAndGet();
        ready.complete(null);
      } catch (RuntimeException | LinkageError unloadable) {
        LOG.error("The base rules cannot be loaded; what asks is refused.", unloadable);
        ready.completeExceptionally(
            new PolicyUnavailable("The base rules cannot be loaded.", unloadable));
        return;
      }
    }
  }

  private CompiledRules compiled() {
    CompiledRules rules = compiled;
    if (rules == null) {
      rules = new CompiledRules(wasm);
      compiled = rules;
    }
    return rules;
  }

  private static ThreadPoolExecutor threads(String name, int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static PolicyUnavailable closed() {
    return new PolicyUnavailable("The policy engine is closed.");
  }
}
