package dev.assay.gateway.exchange;

import dev.assay.config.prices.Picture;
import dev.assay.learners.spending.Ask;
import dev.assay.learners.spending.Estimate;
import dev.assay.learners.spending.Passage;
import dev.assay.learners.spending.Standing;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Order;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Candidate;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.Optional;

/** What an exchange sets aside before it is served. */
final class Reserving {
  private static final long NANO_PER_MICRO = 1_000;

  private Reserving() {}

  /** What it may take at its largest. */
  static Ask ask(Progress.Read read, ActivePolicy policy, List<Candidate> candidates) {
    return new Ask(
        read.caller().keyId(),
        read.body().model(),
        read.purpose() == Purpose.SERVE,
        estimate(read.body(), read.order(), policy.policy()),
        candidates.stream().map(Candidate::target).toList(),
        policy.policy(),
        passage(read, policy.policy().passThrough()));
  }

  private static Estimate estimate(RequestBody body, Order order, TenantPolicy policy) {
    if (!countsTokens(body)) {
      return Estimate.ofPieces(order.images(), order.characters());
    }
    if (!body.answersInWords()) {
      return Estimate.ofPrompt(body.size());
    }
    return Estimate.of(
        body.size(),
        policy.injection().maxTokens(),
        body.maxOutputTokens(),
        body.answers(),
        policy.limits());
  }

  static boolean countsTokens(RequestBody body) {
    return switch (body) {
      case ParsedBody call -> call.endpoint() != Endpoint.COUNT_TOKENS;
      case OpaqueBody unread -> false;
    };
  }

  private static Optional<Passage> passage(Progress.Read read, TenantPolicy.PassThrough rules) {
    if (!(read.body() instanceof OpaqueBody unread)) {
      return Optional.empty();
    }
    Order order = read.order();
    return Optional.of(
        new Passage(
            rules.microUsd(unread.surface()) * NANO_PER_MICRO,
            !unread.surface().keeps(),
            Optional.of(order)
                .filter(it -> it.images() > 0)
                .map(it -> Picture.of(it.size(), it.quality()))));
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
}
