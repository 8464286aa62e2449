package dev.assay.gateway.exchange;

import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.tokens.TokenCounts;
import dev.assay.learners.spending.TokenUsage;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Target;
import io.vertx.core.Future;

/**
 * The tokens of an exchange: the provider's word where it gave one, else counted here and marked as
 * estimated. A future that is not complete at once completes on the exchange's own loop.
 */
public final class Counting {
  private static final Future<Integer> NOTHING = Future.succeededFuture(0);

  private final TokenCounts counts;

  public Counting(TokenCounts counts) {
    this.counts = counts;
  }

  /** Of what a target answered, whole or broken off; none of a refusal. */
  Future<TokenUsage> answered(Progress.Answering answering, AnswerTally tally) {
    Permitted permitted = answering.injected().judged().permitted();
    boolean counts =
        permitted.body() instanceof ParsedBody asked
            && asked.endpoint() != Endpoint.COUNT_TOKENS
            && answering.routed().answer().status() < 400;
    if (!counts) {
      return Future.succeededFuture(TokenUsage.NONE);
    }
    dev.assay.gateway.sse.TokenUsage told = tally.usage();
    if (told.prompt() > 0 && tally.usageIsFinal()) {
      return Future.succeededFuture(usage(told, told.prompt(), told.completion(), false));
    }
    Target target = answering.routed().target();
    Future<Integer> prompt =
        told.prompt() > 0
            ? Future.succeededFuture(told.prompt())
            : prompt(permitted, answering.injected().selection().injection(), target);
    Future<Integer> completion =
        tally.usageIsFinal()
            ? Future.succeededFuture(told.completion())
            : said(permitted, target, tally).map(counted -> Math.max(told.completion(), counted));
    return Future.all(prompt, completion)
        .map(both -> usage(told, prompt.result(), completion.result(), true));
  }

  /** Of a request that a target has begun to read, and whose answer nobody saw. */
  Future<TokenUsage> asked(Permitted permitted, Injection injection, Target target) {
    return prompt(permitted, injection, target)
        .map(tokens -> new TokenUsage(tokens, 0, 0, 0, true));
  }

  /** About how many tokens the request has at this target. */
  Future<Integer> prompt(Permitted permitted, Injection injection, Target target) {
    return permitted.body() instanceof ParsedBody asked
        ? Future.fromCompletionStage(
            counts.ofPrompt(
                permitted.facts().caller().tenant(),
                target.model(),
                asked.endpoint(),
                permitted.outbound(injection, target).body()),
            Answers.loop())
        : NOTHING;
  }

  private Future<Integer> said(Permitted permitted, Target target, AnswerTally tally) {
    return Future.fromCompletionStage(
        counts.ofAnswer(permitted.facts().caller().tenant(), target.model(), tally.said()),
        Answers.loop());
  }

  private static TokenUsage usage(
      dev.assay.gateway.sse.TokenUsage told, int prompt, int completion, boolean estimated) {
    return new TokenUsage(
        prompt, told.cachedPrompt(), told.writtenPrompt(), completion, told.reasoning(), estimated);
  }
}
