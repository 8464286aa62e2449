package dev.assay.learners.learning;

import dev.assay.learners.evaluation.EvaluationFailed;
import dev.assay.learners.evaluation.HoldoutSensitivity;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one tenant and one learner from a window of feedback to a proposed change, or to a reason.
 */
public final class LearningCycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LearningCycle.class);
  private static final long RENEW_MILLIS = Cycles.LEASE.toMillis() / 3;

  private final Cycles cycles;
  private final Parts parts;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("learning-leases").daemon().factory());

  /**
   * What a cycle reads and where it proposes.
   *
   * @param policies a tenant's active policy; empty refuses to learn
   * @param frozen whether a person stopped the tenant's learning
   * @param live what the tenant is served with now
   */
  public record Parts(
      Function<TenantId, Optional<TenantPolicy>> policies,
      Predicate<TenantId> frozen,
      Function<TenantId, ServingRelease> live,
      HoldoutSensitivity sensitivity,
      Function<TenantId, LearningWindow> windows,
      Proposals proposals) {}

  public LearningCycle(Cycles cycles, Parts parts) {
    this.cycles = cycles;
    this.parts = parts;
  }

  /**
   * Runs a cycle, or goes on with the one that was cut short, and records how it ended; empty when
   * one is under way elsewhere. Interrupting it lets another node go on. Blocks, for minutes
   * perhaps.
   */
  public Optional<CycleOutcome> run(TenantId tenant, Learner learner) {
    return cycles.begin(tenant, learner.name()).flatMap(cycle -> run(cycle, learner));
  }

  @Override
  public void close() {
    renewals.shutdownNow();
  }

  private Optional<CycleOutcome> run(Cycle cycle, Learner learner) {
    var renewal =
        renewals.scheduleAtFixedRate(
            () -> renew(cycle), RENEW_MILLIS, RENEW_MILLIS, TimeUnit.MILLISECONDS);
    try {
      CycleOutcome outcome = outcome(cycle.tenant(), learner);
      if (Thread.currentThread().isInterrupted()) {
        cycles.letGo(cycle);
        return Optional.empty();
      }
      cycles.end(cycle, outcome);
      return Optional.of(outcome);
    } finally {
      renewal.cancel(false);
    }
  }

  private CycleOutcome outcome(TenantId tenant, Learner learner) {
    try {
      return learned(tenant, learner);
    } catch (EvaluationFailed | LearningFailed expected) {
      return new CycleOutcome.Failed(Objects.requireNonNullElse(expected.getMessage(), ""));
    } catch (CompletionException wrapped) {
      LOG.error("a learning cycle of {} for {} broke", learner.name(), tenant, wrapped);
      return new CycleOutcome.Failed(String.valueOf(wrapped.getCause()));
    } catch (RuntimeException unexpected) {
      LOG.error("a learning cycle of {} for {} broke", learner.name(), tenant, unexpected);
      return new CycleOutcome.Failed(unexpected.toString());
    }
  }

  private CycleOutcome learned(TenantId tenant, Learner learner) {
    Optional<TenantPolicy> policy = parts.policies().apply(tenant);
    if (policy.isEmpty()) {
      return new CycleOutcome.Held("the tenant has no policy in force: see its policy file");
    }
    if (parts.frozen().test(tenant)) {
      return new CycleOutcome.Held("learning is frozen: a person has to unfreeze it");
    }
    if (!policy.get().learning().learners().contains(learner.name())) {
      return new CycleOutcome.Held("the tenant's policy does not let " + learner.name() + " run");
    }
    ServingRelease live = parts.live().apply(tenant);
    Optional<String> insensitive = parts.sensitivity().holdReason(policy.get(), live);
    if (insensitive.isPresent()) {
      return new CycleOutcome.Held(insensitive.get());
    }
    LearningWindow window = parts.windows().apply(tenant);
    return switch (learner.learn(policy.get(), live.release(), window)) {
      case Learner.Hold(String reason) -> new CycleOutcome.Held(reason);
      case Learner.Proposed proposed -> {
        String change = parts.proposals().propose(tenant, learner.name(), proposed);
        learner.proposed(tenant, proposed);
        yield new CycleOutcome.Proposed(change);
      }
    };
  }

  private void renew(Cycle cycle) {
    try {
      if (!cycles.renew(cycle)) {
        LOG.warn("the lease of learning cycle {} was lost", cycle.id());
      }
    } catch (RuntimeException failure) {
      LOG.warn("the lease of learning cycle {} could not be renewed", cycle.id(), failure);
    }
  }
}
