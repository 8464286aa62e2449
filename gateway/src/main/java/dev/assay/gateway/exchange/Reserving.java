package dev.assay.gateway.exchange;

import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.learners.spending.Ask;
import dev.assay.learners.spending.Estimate;
import dev.assay.learners.spending.Standing;
import dev.assay.learners.spending.TokenUsage;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Candidate;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an exchange sets aside before it is served, and what it took in the end. */
final class Reserving {
  private static final int GATEWAY_TIMEOUT = 504;

  private Reserving() {}

  /** What it may take at its largest. */
  static Ask ask(Progress.Read read, ActivePolicy policy, List<Candidate> candidates) {
    return new Ask(
        read.caller().keyId(),
        read.body().model(),
        read.purpose() == Purpose.SERVE,
        estimate(read.body(), policy.policy()),
        candidates.stream().map(Candidate::target).toList(),
        policy.policy());
  }

  private static Estimate estimate(RequestBody body, TenantPolicy policy) {
    if (!countsTokens(body)) {
      return new Estimate(0, 0, 0);
    }
    if (!body.answersInWords()) {
      return new Estimate(Estimate.promptTokens(body.size()), 0, 0);
    }
    return Estimate.of(
        body.size(),
        policy.injection().maxTokens(),
        body.maxOutputTokens(),
        body.answers(),
        policy.limits());
  }

  private static boolean countsTokens(RequestBody body) {
    return switch (body) {
      case ParsedBody call -> call.endpoint() != Endpoint.COUNT_TOKENS;
      case OpaqueBody unread -> false;
    };
  }

  static RequestFacts.Limits limits(
      Standing standing, boolean withinLearningBudget, boolean journalSlot) {
    return new RequestFacts.Limits(
        standing.withinRate(),
        standing.withinTokens(),
        standing.withinConcurrency(),
        standing.priced(),
        standing.withinBudget(),
        standing.budgetKnown(),
        withinLearningBudget,
        journalSlot);
  }

  /** What an answer took, whole or broken off; a provider's error is not billed. */
  static ExchangeRecord.Usage answered(Progress.Answering answering, TokenUsage tokens) {
    boolean billed = answering.routed().answer().status() < 400;
    return settled(
        answering.injected().judged().gathered(),
        tokens,
        billed ? answering.routed().target() : null);
  }

  /**
   * The target that is paid for what it has begun to read: a client that goes does not take that
   * back.
   */
  static Optional<Target> begun(Stopped stopped) {
    boolean begun =
        stopped.outcome() == Outcome.CANCELLED || stopped.error().status() == GATEWAY_TIMEOUT;
    return begun && !stopped.attempts().isEmpty()
        ? Optional.of(stopped.attempts().getLast().target())
        : Optional.empty();
  }

  static ExchangeRecord.Usage settled(
      Progress.Gathered gathered, TokenUsage tokens, @Nullable Target target) {
    return ExchangeRecord.Usage.of(tokens, gathered.allowance().settle(tokens, target));
  }
}
