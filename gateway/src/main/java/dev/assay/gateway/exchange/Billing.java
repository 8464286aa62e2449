package dev.assay.gateway.exchange;

import dev.assay.gateway.upstream.Attempt;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.spending.TokenUsage;
import dev.assay.policies.judge.Target;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an exchange took in the end: what its provider told, else what was counted, else what it
 * asked for. What may have cost the provider work is never free; what surely did not, always is.
 * {@code docs/operating.md} has the same rule in words.
 */
final class Billing {
  private Billing() {}

  /** An answer that its client has, or has the beginning of. */
  static ExchangeRecord.Usage answered(Progress.Answering answering, TokenUsage tokens) {
    return settled(gathered(answering), works(answering) ? paid(answering) : null, tokens);
  }

  /**
   * The same of what passes through.
   *
   * @param images how many came; empty where that is not known, and those asked for count
   */
  static ExchangeRecord.Usage passed(Progress.Answering answering, OptionalInt images) {
    Progress.Gathered gathered = gathered(answering);
    int made = images.orElse(gathered.allowance().estimate().images());
    return works(answering)
        ? ExchangeRecord.Usage.of(
            TokenUsage.NONE,
            gathered.allowance().settle(TokenUsage.NONE, made, paid(answering)),
            paid(answering))
        : settled(gathered, null, TokenUsage.NONE);
  }

  /** The tokens of an exchange of whose answer nothing reached its client. */
  static Future<TokenUsage> taken(Stopped stopped, Progress.Gathered gathered, Counting counting) {
    Optional<Target> worked = worked(stopped);
    Optional<Progress.Injected> injected =
        Progress.latest(stopped.progress(), Progress.Injected.class);
    if (worked.isEmpty()
        || injected.isEmpty()
        || !Reserving.countsTokens(gathered.snapshot().read().body())) {
      return Future.succeededFuture(TokenUsage.NONE);
    }
    Optional<Progress.Answering> answering = answering(stopped);
    if (answering.isPresent() && stopped.told().isPresent()) {
      return counting.answered(answering.get(), stopped.told().get());
    }
    // An answer nobody could use was made all the same. A client that goes does not take back the
    // prompt that a provider has begun to read.
    int output = answering.isPresent() ? gathered.allowance().estimate().outputTokens() : 0;
    return counting
        .asked(
            injected.get().judged().permitted(),
            injected.get().selection().injection(),
            worked.get())
        .map(asked -> new TokenUsage(asked.promptTokens(), 0, output, 0, true));
  }

  /** Nothing of an answer reached its client. */
  static ExchangeRecord.Usage stopped(
      Stopped stopped, Progress.Gathered gathered, TokenUsage tokens) {
    return settled(gathered, worked(stopped).orElse(null), tokens);
  }

  /** Who may have worked for it, and is paid. */
  private static Optional<Target> worked(Stopped stopped) {
    Optional<Progress.Answering> answering = answering(stopped);
    if (answering.isPresent()) {
      return answering.filter(Billing::works).map(Billing::paid);
    }
    return stopped.attempts().reversed().stream()
        .filter(Attempt::unanswered)
        .findFirst()
        .map(Attempt::target);
  }

  private static Optional<Progress.Answering> answering(Stopped stopped) {
    return Progress.latest(stopped.progress(), Progress.Answering.class);
  }

  /** Providers don't bill what they answer with an error or send elsewhere. */
  private static boolean works(Progress.Answering answering) {
    int status = answering.routed().answer().status();
    return status >= 200 && status < 300;
  }

  private static Target paid(Progress.Answering answering) {
    return answering.routed().target();
  }

  private static Progress.Gathered gathered(Progress.Answering answering) {
    return answering.injected().judged().gathered();
  }

  private static ExchangeRecord.Usage settled(
      Progress.Gathered gathered,
      @org.jspecify.annotations.Nullable Target target,
      TokenUsage tokens) {
    return ExchangeRecord.Usage.of(tokens, gathered.allowance().settle(tokens, target), target);
  }
}
