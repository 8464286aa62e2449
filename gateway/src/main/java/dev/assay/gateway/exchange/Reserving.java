package dev.assay.gateway.exchange;

import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.sse.TokenUsage;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.learners.spending.Ask;
import dev.assay.learners.spending.Estimate;
import dev.assay.learners.spending.Standing;
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
  static ExchangeRecord.Usage answered(Progress.Answering answering, AnswerTally tally) {
    Progress.Gathered gathered = answering.injected().judged().gathered();
    RequestBody body = gathered.snapshot().read().body();
    boolean billed = answering.routed().answer().status() < 400;
    return settled(
        gathered,
        billed && countsTokens(body)
            ? tokens(tally.usage(), body)
            : dev.assay.learners.spending.TokenUsage.NONE,
        billed ? answering.routed().target() : null);
  }

  /** A client that goes does not take back the prompt that a provider has begun to read. */
  static ExchangeRecord.Usage stopped(Stopped stopped, Progress.Gathered gathered) {
    boolean begun =
        stopped.outcome() == Outcome.CANCELLED || stopped.error().status() == GATEWAY_TIMEOUT;
    if (!begun || stopped.attempts().isEmpty()) {
      return settled(gathered, dev.assay.learners.spending.TokenUsage.NONE, null);
    }
    int bytes = gathered.snapshot().read().body().size();
    return settled(
        gathered,
        new dev.assay.learners.spending.TokenUsage(Estimate.promptTokens(bytes), 0, 0, 0, true),
        stopped.attempts().getLast().target());
  }

  private static ExchangeRecord.Usage settled(
      Progress.Gathered gathered,
      dev.assay.learners.spending.TokenUsage tokens,
      @Nullable Target target) {
    return ExchangeRecord.Usage.of(tokens, gathered.allowance().settle(tokens, target));
  }

  /** A provider that says nothing of the prompt has not told the usage. */
  private static dev.assay.learners.spending.TokenUsage tokens(TokenUsage said, RequestBody body) {
    boolean estimated = said.prompt() == 0;
    return new dev.assay.learners.spending.TokenUsage(
        estimated ? Estimate.promptTokens(body.size()) : said.prompt(),
        said.cachedPrompt(),
        said.completion(),
        said.reasoning(),
        estimated);
  }
}
