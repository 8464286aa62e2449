package dev.assay.gateway.exchange;

import dev.assay.gateway.upstream.Attempt;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeContent;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.CacheUse;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.learners.journal.KeptJson;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an exchange's record says, by how far it came. */
final class Records {
  private static final int MAX_CONTENT_BYTES = 512 * 1024;

  private Records() {}

  static ExchangeRecord record(
      Progress.Gathered gathered,
      Decision.OfRequest decision,
      Injection injection,
      ExchangeRecord.Asked asked,
      List<Attempt> attempts,
      @Nullable Target chosen,
      ExchangeRecord.Usage usage,
      ExchangeRecord.Timings timings,
      Outcome outcome,
      int status,
      List<ContentFinding> findings,
      CacheUse cache) {
    Progress.Snapshot snapshot = gathered.snapshot();
    Progress.Read read = snapshot.read();
    return new ExchangeRecord(
        read.arrived().id(),
        read.caller().tenant(),
        read.caller().app(),
        read.caller().keyId(),
        read.episode(),
        read.principal(),
        read.arrived().at(),
        gathered.facts().request().endpoint(),
        gathered.allowance().alias(),
        read.purpose(),
        gathered.facts().policyRevision(),
        kept(gathered.facts()),
        kept(decision),
        snapshot.release().release().number(),
        snapshot.release().digest(),
        injection.items(),
        injection.how(),
        attempts.stream().map(Records::kept).toList(),
        chosen,
        usage,
        timings,
        outcome,
        status,
        asked,
        gathered.holdout(),
        snapshot.lane(),
        findings,
        cache);
  }

  static List<ContentFinding> together(List<ContentFinding> prompt, List<ContentFinding> answer) {
    return Stream.concat(prompt.stream(), answer.stream()).toList();
  }

  private static ExchangeRecord.Attempt kept(Attempt made) {
    return new ExchangeRecord.Attempt(
        made.target(), made.why().word(), made.outcome(), made.micros());
  }

  /** An exchange that failed after it was permitted keeps that decision; else none was made. */
  static Decision.OfRequest decided(Progress progress, Progress.Gathered gathered) {
    return Progress.latest(progress, Progress.Judged.class)
        .map(judged -> judged.permitted().decision())
        .orElseGet(() ->
            new Decision.OfRequest(
                false,
                List.of(new Decision.Reason("undecided", "No decision could be had.")),
                List.of(),
                new Decision.Allowance(0, 0, List.of()),
                new Decision.Obligations(TenantPolicy.Content.NONE, ContentRules.OFF),
                gathered.facts().policyRevision()));
  }

  /** What was sent and what was shown: a redaction holds for the journal too. */
  static Optional<ExchangeContent> content(Progress.Judged judged, String answer) {
    Progress.Read read = judged.gathered().snapshot().read();
    RequestBody body = judged.permitted().body();
    TenantPolicy.Content keep = judged.permitted().content();
    if (keep == TenantPolicy.Content.NONE
        || read.purpose() != Purpose.SERVE
        || body.size() > MAX_CONTENT_BYTES) {
      return Optional.empty();
    }
    return new ExchangeContent(read.principal(), body.lastUserText(), body.messagesJson(), answer)
        .kept(keep);
  }

  static ExchangeRecord.Timings timings(Progress.Arrived arrived, long sentNanos, long endedNanos) {
    long total = TimeUnit.NANOSECONDS.toMicros(endedNanos - arrived.nanos());
    long upstream = TimeUnit.NANOSECONDS.toMicros(endedNanos - sentNanos);
    return new ExchangeRecord.Timings(
        total,
        upstream,
        total - upstream,
        arrived.trace().judgedMicros(),
        arrived.trace().injectedMicros(),
        arrived.trace().firstByteMicros());
  }

  /** The facts without the tenant's whole policy: its revision names that. */
  private static KeptJson kept(RequestFacts facts) {
    return KeptJson.shared(
        new Standing(
            facts.caller(), facts.limits(), facts.release(), facts.targets(), facts.purpose()),
        new Own(facts.request(), facts.at()));
  }

  /** A refusal may quote what was asked for: no other will be like it. */
  private static KeptJson kept(Decision.OfRequest decision) {
    return decision.allow() ? KeptJson.shared(decision) : KeptJson.of(decision);
  }

  /** What one request after the other of a key finds the same. */
  private record Standing(
      RequestFacts.Caller caller,
      RequestFacts.Limits limits,
      RequestFacts.ReleaseFacts release,
      List<RequestFacts.Candidate> targets,
      Purpose purpose) {}

  private record Own(RequestFacts.Shape request, Instant at) {}
}
