package dev.assay.learners.feedback;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.assay.learners.content.Retention;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Where signals are recorded, each once, whether admitted or not. */
public final class FeedbackBook {
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private static final String INSERT =
      "INSERT INTO feedback (id, tenant, exchange_id, episode, metric, signal, number, text,"
          + " principal, key_id, idempotency_key, body_digest, at, admitted, reasons,"
          + " policy_revision, facts, tags)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Database database;
  private final KnownExchanges exchanges;

  public FeedbackBook(Database database, KnownExchanges exchanges) {
    this.database = database;
    this.exchanges = exchanges;
  }

  /**
   * Records the signal with the facts it was judged on and the decision; durable when the stage
   * completes. The writer's order makes an exchange known that was journalled before. Fails with
   * {@link UnknownSubject} or {@link IdempotencyConflict}.
   */
  public CompletionStage<Recorded> record(
      Submission submission, FeedbackFacts facts, Decision.OfFeedback decision) {
    String body = bodyDigest(submission);
    return database
        .write(handle -> recordOnce(handle, submission, body, facts, decision))
        .thenApply(Committed::value);
  }

  /**
   * Completes when the tenant has what the submission is about, asked behind every write that was
   * queued before; fails with {@link UnknownSubject}. Records nothing.
   */
  public CompletionStage<Boolean> knows(Submission submission) {
    return database
        .write(handle -> {
          if (!exchanges.knows(handle, submission.caller().tenant(), submission.about())) {
            throw new UnknownSubject();
          }
          return Boolean.TRUE;
        })
        .thenApply(Committed::value);
  }

  /** Erases the words of this principal in the caller's transaction; says of how many signals. */
  public static int eraseText(Handle handle, TenantId tenant, String principal) {
    return handle.execute(
        "UPDATE feedback SET text = NULL, tags = NULL, body_digest = 'erased'"
            + " WHERE tenant = ? AND principal = ? AND (text IS NOT NULL OR tags IS NOT NULL)",
        tenant.value(),
        principal);
  }

  private Recorded recordOnce(
      Handle handle,
      Submission submission,
      String body,
      FeedbackFacts facts,
      Decision.OfFeedback decision) {
    Optional<String> before = bodyRecordedBefore(handle, submission);
    if (before.isPresent()) {
      if (!before.get().equals(body)) {
        throw new IdempotencyConflict();
      }
      return new Recorded(load(handle, submission), true);
    }
    if (!exchanges.knows(handle, submission.caller().tenant(), submission.about())) {
      throw new UnknownSubject();
    }
    insert(handle, submission, body, facts, decision);
    return new Recorded(load(handle, submission), false);
  }

  private static void insert(
      Handle handle,
      Submission it,
      String body,
      FeedbackFacts facts,
      Decision.OfFeedback decision) {
    handle.execute(
        INSERT,
        IDS.generate().toString(),
        it.caller().tenant().value(),
        it.about() instanceof About.OfExchange(UUID exchange) ? exchange.toString() : null,
        it.about() instanceof About.OfEpisode(String episode) ? episode : null,
        it.metric(),
        it.signal().word(),
        number(it.signal()),
        keptText(it.signal(), facts),
        it.principal(),
        it.caller().keyId(),
        it.idempotencyKey(),
        body,
        facts.at().toEpochMilli(),
        decision.admit(),
        json(decision.reasons()),
        decision.policyRevision(),
        json(facts),
        keptTags(it.tags(), facts));
  }

  private static Optional<String> bodyRecordedBefore(Handle handle, Submission submission) {
    return handle
        .createQuery(
            "SELECT body_digest FROM feedback WHERE tenant = :tenant AND key_id = :key"
                + " AND idempotency_key = :idempotency")
        .bind("tenant", submission.caller().tenant().value())
        .bind("key", submission.caller().keyId())
        .bind("idempotency", submission.idempotencyKey())
        .mapTo(String.class)
        .findOne();
  }

  private static Feedback load(Handle handle, Submission submission) {
    return handle
        .createQuery(
            "SELECT * FROM feedback WHERE tenant = :tenant AND key_id = :key"
                + " AND idempotency_key = :idempotency")
        .bind("tenant", submission.caller().tenant().value())
        .bind("key", submission.caller().keyId())
        .bind("idempotency", submission.idempotencyKey())
        .map(new FeedbackRow())
        .one();
  }

  private static @Nullable Double number(Signal signal) {
    return switch (signal) {
      case Signal.Bool(boolean value) -> value ? 1.0 : 0.0;
      case Signal.Score(double value) -> value;
      case Signal.Comment comment -> null;
      case Signal.Demonstration demonstration -> null;
    };
  }

  private static @Nullable String keptText(Signal signal, FeedbackFacts facts) {
    String text = text(signal);
    return text == null ? null : Retention.kept(facts.policy().content(), text).orElse(null);
  }

  /** Apps name people in them, so that the tenant's rule for words holds for them too. */
  private static @Nullable String keptTags(Map<String, String> tags, FeedbackFacts facts) {
    Map<String, String> kept = new TreeMap<>();
    tags.forEach((name, value) ->
        Retention.kept(facts.policy().content(), value).ifPresent(it -> kept.put(name, it)));
    return kept.isEmpty() ? null : json(kept);
  }

  private static @Nullable String text(Signal signal) {
    return switch (signal) {
      case Signal.Bool thumb -> null;
      case Signal.Score score -> null;
      case Signal.Comment(String text) -> text;
      case Signal.Demonstration(String text) -> text;
    };
  }

  /** What must be the same for a repeated submission to be the same. */
  private static String bodyDigest(Submission it) {
    List<Object> said =
        new ArrayList<>(
            List.of(it.about(), it.metric(), it.signal().word(), it.signal(), it.principal()));
    if (!it.tags().isEmpty()) {
      said.add(it.tags());
    }
    return CanonicalJson.digest(said).text();
  }

  private static String json(Object value) {
    return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
  }
}
