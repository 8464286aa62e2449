package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.content.Screened;
import dev.assay.gateway.content.Screening;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ContentFinding.Action;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.tenant.ContentRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Between judging and sending, and before showing: what a tenant's content rules ask for. */
final class ContentScreening {
  /** Larger bodies would hold up the other exchanges of their event loop. */
  private static final int MOST_ON_LOOP_BYTES = 8 * 1024;

  private ContentScreening() {}

  /** The request as it may be sent, or a refusal. */
  static Future<Progress.Judged> prompt(Progress.Judged judged, Context loop) {
    Permitted permitted = judged.permitted();
    ContentRules.Prompt rules = permitted.contentRules().prompt();
    if (!rules.looks() || !(permitted.body() instanceof ParsedBody asked)) {
      return Future.succeededFuture(judged);
    }
    byte[] body = asked.raw();
    return screened(loop, body.length, () -> Screening.prompt(body, rules))
        .compose(screened -> {
          boolean changed = !screened.blocked() && !Arrays.equals(screened.body(), body);
          Progress.Judged seen =
              new Progress.Judged(
                  judged.gathered(),
                  changed ? permitted.redacted(screened.body()) : permitted,
                  screened.findings());
          return screened.blocked()
              ? Future.failedFuture(Stopped.refused(seen, refusal(screened.findings())))
              : Future.succeededFuture(seen);
        });
  }

  /** A whole answer as it may be shown; empty findings where nothing is looked for. */
  static Future<Screened> answer(Progress.Answering answering, Buffer body) {
    Permitted permitted = answering.injected().judged().permitted();
    ContentRules.Answer rules = permitted.contentRules().answer();
    if (!rules.looks()
        || !(permitted.body() instanceof ParsedBody asked)
        || !asked.answersInWords()
        || answering.routed().answer().status() >= 300) {
      return Future.succeededFuture(new Screened(List.of(), false, new byte[0]));
    }
    byte[] bytes = body.getBytes();
    return screened(
        Answers.loop(), bytes.length, () -> Screening.answer(bytes, asked.endpoint(), rules));
  }

  private static Future<Screened> screened(Context loop, int bytes, Callable<Screened> work) {
    if (bytes > MOST_ON_LOOP_BYTES) {
      return loop.executeBlocking(work, false).map(Objects::requireNonNull);
    }
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception failure) {
      return Future.failedFuture(failure);
    }
  }

  /** What {@code x-assay-content} says; nothing where nothing was found. */
  static Optional<String> word(List<ContentFinding> prompt, List<ContentFinding> answer) {
    boolean redacted =
        Screened.strictest(prompt).filter(it -> it == Action.REDACTED).isPresent()
            || Screened.strictest(answer).filter(it -> it == Action.REDACTED).isPresent();
    return prompt.isEmpty() && answer.isEmpty()
        ? Optional.empty()
        : Optional.of((redacted ? Action.REDACTED : Action.FLAGGED).word());
  }

  private static ApiError refusal(List<ContentFinding> findings) {
    String place =
        findings.stream()
            .filter(it -> it.action() == Action.BLOCKED)
            .map(ContentFinding::place)
            .findFirst()
            .orElse("body");
    return ApiError.invalid(
        "The request was not sent: "
            + Screened.blockedIn(findings)
            + " is blocked by your tenant's content_rules. Take it out and send the request again.",
        place,
        "content_blocked");
  }

  /** For an answer, which its client can't mend: a provider would only be asked again. */
  static ApiError withheld(List<ContentFinding> findings) {
    return ApiError.invalid(
        "The answer was withheld: "
            + Screened.blockedIn(findings)
            + " is blocked by your tenant's content_rules. Ask for an answer without it.",
        null,
        "content_blocked");
  }
}
