package dev.assay.learners.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.completions.Completions;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What releases answer to holdout rows. A release answers a row once, for ever: later looks pay for
 * new rows and new releases only. What is kept of an answer is a fingerprint of its compared form.
 */
public final class HoldoutAnswers {
  private static final int MAX_AT_ONCE = 8;
  private static final int ATTEMPTS = 2;
  private static final long ANSWER_SECONDS = 120;

  private final Database database;
  private final Completions completions;
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);

  public HoldoutAnswers(Database database, Completions completions) {
    this.database = database;
    this.completions = completions;
  }

  /**
   * The fingerprints of this release's answers, one per row. Blocks, for minutes perhaps.
   *
   * @throws EvaluationFailed when a row could not be answered
   */
  List<String> of(TenantId tenant, ServingRelease release, List<HoldoutRow> rows) {
    Map<String, String> known = known(tenant, release.digest());
    List<String> answers = new ArrayList<>();
    List<Future<String>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HoldoutRow row : rows) {
        String answer = known.get(row.exchange());
        asked.add(
            answer == null
                ? threads.submit(() -> ask(tenant, release, row))
                : java.util.concurrent.CompletableFuture.completedFuture(answer));
      }
      try {
        for (Future<String> answer : asked) {
          answers.add(answer.get());
        }
      } catch (ExecutionException failure) {
        threads.shutdownNow();
        throw failed(release, Objects.requireNonNullElse(failure.getCause(), failure));
      } catch (InterruptedException stopped) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new EvaluationFailed(
            "the evaluation was stopped; it goes on where it was when run again");
      }
    }
    return answers;
  }

  /** Fingerprints this release gave before, by exchange. */
  Map<String, String> known(TenantId tenant, Digest release) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT exchange, fingerprint FROM evaluation_answer"
                    + " WHERE tenant = :tenant AND release = :release")
            .bind("tenant", tenant.value())
            .bind("release", release.text())
            .setMapKeyColumn("exchange")
            .setMapValueColumn("fingerprint")
            .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<String, String>>() {}));
  }

  private String ask(TenantId tenant, ServingRelease release, HoldoutRow row)
      throws InterruptedException {
    byte[] body = body(row);
    Completions.Call call = new Completions.Call(tenant, release, Purpose.EVALUATE, body);
    places.acquire();
    try {
      String answer = answered(call, row);
      String fingerprint = AnswerText.fingerprint(answer);
      keep(tenant, release.digest(), row.exchange(), fingerprint);
      return fingerprint;
    } finally {
      places.release();
    }
  }

  private String answered(Completions.Call call, HoldoutRow row) throws InterruptedException {
    String problem = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        switch (completions
            .complete(call)
            .toCompletableFuture()
            .get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
          case Completions.Answered answered -> {
            return answered.text();
          }
          case Completions.NotAnswered(String code, String message) ->
              problem = code + ": " + message;
        }
      } catch (TimeoutException late) {
        problem = "no answer within " + ANSWER_SECONDS + " s";
      } catch (ExecutionException failure) {
        problem = String.valueOf(failure.getCause());
      }
    }
    throw new EvaluationFailed("holdout exchange " + row.exchange() + " got no answer: " + problem);
  }

  private void keep(TenantId tenant, Digest release, String exchange, String fingerprint) {
    database
        .write(handle ->
            handle.execute(
                "INSERT OR IGNORE INTO evaluation_answer"
                    + " (tenant, release, exchange, fingerprint) VALUES (?, ?, ?, ?)",
                tenant.value(),
                release.text(),
                exchange,
                fingerprint))
        .toCompletableFuture()
        .join();
  }

  private static byte[] body(HoldoutRow row) {
    try {
      ObjectNode body = CanonicalJson.MAPPER.createObjectNode();
      body.put("model", row.alias());
      body.set("messages", CanonicalJson.MAPPER.readTree(row.messages()));
      return CanonicalJson.MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException unreadable) {
      throw new EvaluationFailed(
          "the messages of holdout exchange " + row.exchange() + " are not JSON");
    }
  }

  private static EvaluationFailed failed(ServingRelease release, Throwable cause) {
    return new EvaluationFailed(
        "release "
            + release.digest().brief()
            + " could not be evaluated: "
            + Objects.requireNonNullElse(cause.getMessage(), cause.toString())
            + ". See to the model or the learning budget, then evaluate again: answers so far are"
            + " kept");
  }
}
