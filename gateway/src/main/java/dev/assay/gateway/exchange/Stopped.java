package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.upstream.Attempt;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** An exchange that ends before a target's answer: how far it came, and what its client is told. */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Progress progress;
  private final transient ApiError error;
  private final transient Outcome outcome;
  private final transient Optional<Decision.OfRequest> decision;
  private final transient List<Attempt> attempts;
  private final transient Optional<AnswerTally> told;

  private Stopped(
      Progress progress,
      ApiError error,
      Outcome outcome,
      Optional<Decision.OfRequest> decision,
      List<Attempt> attempts,
      Optional<AnswerTally> told) {
    super(error.code(), null, false, false);
    this.progress = progress;
    this.error = error;
    this.outcome = outcome;
    this.decision = decision;
    this.attempts = attempts;
    this.told = told;
  }

  /** Before policy could judge. */
  static Stopped refused(Progress progress, ApiError error) {
    return new Stopped(
        progress, error, Outcome.REFUSED, Optional.empty(), List.of(), Optional.empty());
  }

  /** By policy. */
  static Stopped refused(Progress progress, ApiError error, Decision.OfRequest decision) {
    return new Stopped(
        progress, error, Outcome.REFUSED, Optional.of(decision), List.of(), Optional.empty());
  }

  /** By a part that did not work. */
  static Stopped failed(Progress progress, ApiError error, List<Attempt> attempts) {
    return new Stopped(
        progress, error, Outcome.FAILED, Optional.empty(), attempts, Optional.empty());
  }

  /** By an answer that can't be passed on, nor read. */
  static Stopped spoilt(Progress.Answering answering, ApiError error) {
    return failed(answering, error, answering.routed().attempts());
  }

  /** By an answer that can't be passed on. */
  static Stopped spoilt(Progress.Answering answering, ApiError error, AnswerTally told) {
    return new Stopped(
        answering,
        error,
        Outcome.FAILED,
        Optional.empty(),
        answering.routed().attempts(),
        Optional.of(told));
  }

  /** By the client, which went, or by the gateway, which stops and says so. */
  static Stopped gone(Progress progress, List<Attempt> attempts, Reply reply) {
    return reply.cutShort()
        ? new Stopped(
            progress,
            ApiError.stopping(),
            Outcome.INTERRUPTED,
            Optional.empty(),
            attempts,
            Optional.empty())
        : cancelled(progress, attempts);
  }

  /** By the client, which went. */
  static Stopped cancelled(Progress progress, List<Attempt> attempts) {
    ApiError unseen =
        new ApiError(
            499,
            "The client went.",
            "invalid_request_error",
            null,
            "client_gone",
            OptionalLong.empty());
    return new Stopped(
        progress, unseen, Outcome.CANCELLED, Optional.empty(), attempts, Optional.empty());
  }

  /** Who asked for what, once that was known. */
  public Optional<Asked> asked() {
    return Progress.latest(progress, Progress.Read.class).map(Asked::of);
  }

  /** Who asked for which model. */
  public record Asked(TenantId tenant, String keyId, String model) {
    static Asked of(Progress.Read read) {
      return new Asked(read.caller().tenant(), read.caller().keyId(), read.body().model());
    }
  }

  /** Whether policy gave this reason. */
  public boolean objects(String code) {
    return decision.stream()
        .flatMap(made -> made.reasons().stream())
        .anyMatch(reason -> reason.code().equals(code));
  }

  /** Codes of why: policy's reasons, else the error's. */
  public List<String> reasons() {
    return decision
        .map(made -> made.reasons().stream().map(Decision.Reason::code).toList())
        .filter(codes -> !codes.isEmpty())
        .orElseGet(() -> List.of(error.code()));
  }

  /** The exchange's id. */
  public UUID exchange() {
    return Progress.latest(progress, Progress.Arrived.class).orElseThrow().id();
  }

  Progress progress() {
    return progress;
  }

  public ApiError error() {
    return error;
  }

  public Outcome outcome() {
    return outcome;
  }

  Optional<Decision.OfRequest> decision() {
    return decision;
  }

  /** What could be read of an answer; empty where nothing could. */
  Optional<AnswerTally> told() {
    return told;
  }

  List<Attempt> attempts() {
    return attempts;
  }
}
