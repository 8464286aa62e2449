package dev.assay.learners.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.learners.Samples;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.completions.Completions;
import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real ledger and answer store around a model whose skill per release a test sets. */
final class EvaluationRig implements Completions, FormerReleases, AutoCloseable {
  static final TenantId ACME = new TenantId("acme");

  final List<HoldoutRow> rows = new ArrayList<>();
  final List<Release> former = new ArrayList<>();
  final AtomicInteger calls = new AtomicInteger();
  final HoldoutEvaluator evaluator;
  final HoldoutSensitivity sensitivity;
  private final Map<Digest, Set<Integer>> rightRows = new ConcurrentHashMap<>();
  private final Database database;

  /** Exchange ids are principals here: whoever is named as a source taught it. */
  private final Holdout holdout =
      new Holdout() {
        @Override
        public List<HoldoutRow> labelled(TenantId tenant) {
          return List.copyOf(rows);
        }

        @Override
        public Map<String, Integer> teachers(TenantId tenant, List<String> exchanges) {
          Map<String, Integer> taught = new HashMap<>();
          exchanges.forEach(id -> taught.merge(id.replaceFirst("#.*", ""), 1, Integer::sum));
          return taught;
        }
      };

  volatile int refuseAfter = Integer.MAX_VALUE;

  EvaluationRig(Path folder) {
    database = Database.open(folder, Migrations.FOLDERS);
    Clock clock = Clock.systemUTC();
    HoldoutAnswers answers = new HoldoutAnswers(database, this);
    AlphaLedger ledger = new AlphaLedger(database, new Audit(database, clock), clock);
    evaluator = new HoldoutEvaluator(holdout, answers, ledger, this);
    sensitivity = new HoldoutSensitivity(holdout, answers);
  }

  /** Rows of as many different people; each has a label of its own, seven in all. */
  void rows(int count) {
    for (int i = rows.size(); i < count; i++) {
      rows.add(
          new HoldoutRow(
              new UUID(i, i).toString(),
              "key/user" + i,
              "episode" + i,
              Instant.EPOCH,
              "chat",
              "[{\"role\":\"user\",\"content\":\"" + i + "\"}]",
              "Label_" + i % 7));
    }
  }

  /** A release that answers the rows from {@code from} up to {@code to} rightly. */
  ServingRelease release(String name, int from, int to) {
    return taught(name, from, to, List.of());
  }

  /** The same, of a release whose only example was taught by these principals, as {@code who#n}. */
  ServingRelease taught(String name, int from, int to, List<String> teachers) {
    Release release =
        Release.empty(ACME)
            .with(
                new Artifact.Examples(
                    Artifact.Selection.PINNED,
                    List.of(new Artifact.Example("one", name, "x", teachers))));
    return knows(
        new ServingRelease(release, release.digest(), Optional.empty(), List.of()), from, to);
  }

  ServingRelease frozen(int from, int to) {
    Release empty = Release.empty(ACME);
    return knows(new ServingRelease(empty, empty.digest(), Optional.empty(), List.of()), from, to);
  }

  private ServingRelease knows(ServingRelease release, int from, int to) {
    Set<Integer> right = ConcurrentHashMap.newKeySet();
    for (int row = from; row < to; row++) {
      right.add(row);
    }
    rightRows.put(release.digest(), right);
    return release;
  }

  @Override
  public CompletionStage<Completion> complete(Call call) {
    if (calls.incrementAndGet() > refuseAfter) {
      return CompletableFuture.completedStage(
          new NotAnswered("learning_budget_exhausted", "no calls are left today"));
    }
    try {
      JsonNode body = CanonicalJson.MAPPER.readTree(call.body());
      int row = body.path("messages").path(0).path("content").asInt();
      boolean right = rightRows.get(call.release().digest()).contains(row);
      String text = right ? "label " + row % 7 + "." : "label " + (row + 1) % 7;
      return CompletableFuture.completedStage(new Answered(new UUID(0, row), text, 1, 1));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public List<Release> everServed(TenantId tenant) {
    return List.copyOf(former);
  }

  @Override
  public ServingRelease ready(Release release) {
    return new ServingRelease(release, release.digest(), Optional.empty(), List.of());
  }

  double balance() {
    return database.read(handle ->
        handle
            .createQuery("SELECT balance FROM alpha_entry ORDER BY position DESC LIMIT 1")
            .mapTo(Double.class)
            .one());
  }

  int looks() {
    return database.read(handle ->
        handle.createQuery("SELECT count(*) FROM audit_entry").mapTo(Integer.class).one());
  }

  @Override
  public void close() {
    database.close();
  }

  static TenantPolicy policy(TenantPolicy.Gate gate) {
    return Samples.policy(Samples.FEEDBACK, Map.of(), gate);
  }
}
