package dev.assay.policies.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.tenant.TenantId;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one revision of one tenant's own rules, on one thread that nobody else waits for: rules
 * that never end hold up their own tenant alone. The thread ends when it is idle.
 */
final class TenantWorker implements AutoCloseable {
  private static final int MAX_WAITING = 128;
  private static final int IDLE_SECONDS = 10;
  private static final int MAX_SHOWN_CHARS = 200;

  private final TenantId tenant;
  private final byte[] wasm;
  private final ThreadPoolExecutor thread;

  // Confined to the thread; the instance is also absent after an evaluation that failed.
  private @Nullable WasmInstance instance;
  private @Nullable CompiledRules compiled;
  private volatile boolean loaded;

  TenantWorker(TenantId tenant, byte[] wasm) {
    this.tenant = tenant;
    this.wasm = wasm;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("policy-" + tenant + "-", 0).factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Loads the rules ahead of their first use. */
  void prepare() {
    try {
      thread.execute(this::load);
    } catch (RejectedExecutionException busyOrClosed) {
      loaded = false;
    }
  }

  /**
   * What the tenant's rules add, or {@link PolicyUnavailable} after the deadline.
   *
   * @param loading is granted on top of the deadline while the rules are not loaded yet
   */
  CompletionStage<Tightening> judge(String input, Duration deadline, Duration loading) {
    CompletableFuture<Tightening> judged = new CompletableFuture<>();
    Future<?> evaluation;
    try {
      evaluation = thread.submit(() -> evaluate(input, judged));
    } catch (RejectedExecutionException busyOrClosed) {
      return CompletableFuture.failedStage(
          new PolicyUnavailable(
              "Too many judgements wait for the rules of tenant " + tenant + "; retry shortly.",
              busyOrClosed));
    }
    Duration patience = loaded ? deadline : deadline.plus(loading);
    return judged
        .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((tightening, failure) -> {
          if (failure != null) {
            evaluation.cancel(true);
          }
        })
        .exceptionallyCompose(Late::stage);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void evaluate(String input, CompletableFuture<Tightening> judged) {
    try {
      WasmInstance own = load();
      instance = null;
      String results = own.evaluate("assay/tenants/" + tenant, input);
      instance = own;
      judged.complete(read(DecisionJson.soleResult(results)));
    } catch (PolicyUnavailable unavailable) {
      judged.completeExceptionally(unavailable);
    } finally {
      loaded = instance != null;
    }
  }

  private WasmInstance load() {
    WasmInstance own = instance;
    if (own == null) {
      try {
        own = new WasmInstance(compiled());
      } catch (RuntimeException | LinkageError unloadable) {
        throw new PolicyUnavailable(
            "The rules of tenant " + tenant + " cannot be loaded; build them again.", unloadable);
      }
      instance = own;
      loaded = true;
    }
    return own;
  }

  private CompiledRules compiled() {
    CompiledRules rules = compiled;
    if (rules == null) {
      rules = new CompiledRules(wasm);
      compiled = rules;
    }
    return rules;
  }

  /** A set the tenant's file does not mention is empty; any other result must be complete. */
  private Tightening read(JsonNode result) {
    if (!(result instanceof ObjectNode sets)) {
      throw new PolicyUnavailable("The rules of tenant " + tenant + " gave no sets.");
    }
    for (TenantSet set : TenantSet.values()) {
      if (!sets.has(set.word())) {
        sets.putArray(set.word());
      }
      sets.get(set.word()).forEach(element -> requireShape(set, element));
    }
    return DecisionJson.read(sets, Tightening.class);
  }

  private void requireShape(TenantSet set, JsonNode element) {
    if (!set.admits(element)) {
      throw new PolicyUnavailable(
          "The rules of tenant %s (%s.rego) added %s to %s, so this is refused; an element must be %s."
              .formatted(tenant, tenant, shortened(element), set.word(), set.shape()));
    }
  }

  private static String shortened(JsonNode element) {
    String json = element.toString();
    return json.length() <= MAX_SHOWN_CHARS ? json : json.substring(0, MAX_SHOWN_CHARS) + "…";
  }
}
