package dev.assay.gateway.exchange;

import dev.assay.config.prices.Picture;
import dev.assay.learners.serving.Selector;
import dev.assay.learners.spending.Ask;
import dev.assay.learners.spending.Estimate;
import dev.assay.learners.spending.Passage;
import dev.assay.learners.spending.Standing;
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
  static Ask ask(Progress.Snapshot snapshot, List<Candidate> candidates) {
    Progress.Read read = snapshot.read();
    TenantPolicy policy = snapshot.policy().policy();
    return new Ask(
        read.caller().keyId(),
        read.body().model(),
        read.purpose() == Purpose.SERVE,
        estimate(read, learnedTokens(snapshot), policy.limits()),
        candidates.stream().map(Candidate::target).toList(),
        policy,
        passage(read, policy.passThrough()));
  }

  /** The most that the release it is served with may add to it. */
  private static int learnedTokens(Progress.Snapshot snapshot) {
    return snapshot.read().body().takesLearnedText() && Selector.mayAdd(snapshot.release())
        ? snapshot.policy().policy().injection().maxTokens()
        : 0;
  }

  private static Estimate estimate(
      Progress.Read read, int learnedTokens, TenantPolicy.Limits limits) {
    RequestBody body = read.body();
    if (!countsTokens(body)) {
      return Estimate.ofPieces(read.order().images(), read.order().characters());
    }
    if (!body.answersInWords()) {
      return Estimate.ofPrompt(body.size());
    }
    return Estimate.of(body.size(), learnedTokens, body.maxOutputTokens(), body.answers(), limits);
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
