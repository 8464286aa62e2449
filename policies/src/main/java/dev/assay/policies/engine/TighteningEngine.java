package dev.assay.policies.engine;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.tenant.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The base rules' decision, tightened by the tenant's own rules where it has any. The same code
 * stands in front of both engines. Facts of a revision that is not known are not judged.
 */
public final class TighteningEngine implements PolicyEngine {
  private static final int MAX_LOADED_TENANTS = 64;

  /** Compiling a tenant's rules takes about a second. */
  private static final Duration LOADING = Duration.ofSeconds(10);

  private final PolicyEngine base;
  private final Function<String, Optional<ActivePolicy>> byRevision;
  private final Duration deadline;
  private final LoadingCache<Rules, TenantWorker> workers;

  /**
   * @param byRevision the policies facts may refer to: {@link TenantPolicies#byRevision}
   * @param deadline how long a tenant's own rules may take
   */
  public TighteningEngine(
      PolicyEngine base, Function<String, Optional<ActivePolicy>> byRevision, Duration deadline) {
    this.base = base;
    this.byRevision = byRevision;
    this.deadline = deadline;
    this.workers =
        Caffeine.newBuilder()
            .maximumSize(MAX_LOADED_TENANTS)
            .<Rules, TenantWorker>evictionListener((rules, worker, why) -> {
              if (worker != null) {
                worker.close();
              }
            })
            .build(rules -> new TenantWorker(rules.tenant(), rules.built().wasm()));
  }

  /** Loads the policy's own rules, if any, ahead of the first judgement. */
  public void prepare(ActivePolicy active) {
    if (active.rego().orElse(null) instanceof TenantRego.Built built) {
      workers.get(new Rules(active.policy().tenant(), built)).prepare();
    }
  }

  @Override
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    ActivePolicy active = byRevision.apply(facts.policyRevision()).orElse(null);
    if (active == null || !active.policy().equals(facts.policy())) {
      return CompletableFuture.failedStage(
          new PolicyUnavailable(
              "No policy of this revision is active for the tenant any more; ask again."));
    }
    TenantRego rego = active.rego().orElse(null);
    return switch (rego) {
      case null -> base.judge(facts);
      case TenantRego.Unbuilt unbuilt ->
          CompletableFuture.failedStage(new PolicyUnavailable(unbuilt.whatToDo()));
      case TenantRego.Built built -> judgeBoth(facts, built);
    };
  }

  @Override
  public void close() {
    workers.asMap().values().forEach(TenantWorker::close);
    workers.invalidateAll();
    base.close();
  }

  private <D extends Decision> CompletionStage<D> judgeBoth(
      Facts<D> facts, TenantRego.Built built) {
    String input;
    try {
      input = DecisionJson.input(facts);
    } catch (PolicyUnavailable tooLarge) {
      return CompletableFuture.failedStage(tooLarge);
    }
    Class<D> type = EntryPoint.of(facts).type();
    CompletionStage<Tightening> own =
        workers.get(new Rules(facts.policy().tenant(), built)).judge(input, deadline, LOADING);
    return base.judge(facts)
        .thenCombine(own, (decision, tightening) -> type.cast(tightening.applyTo(decision)))
        .exceptionallyCompose(Late::stage);
  }

  /** Equal when tenant and source are equal, whatever else of the policy changed. */
  private record Rules(TenantId tenant, TenantRego.Built built) {}
}
