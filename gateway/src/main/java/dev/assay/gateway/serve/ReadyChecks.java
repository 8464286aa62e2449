package dev.assay.gateway.serve;

import dev.assay.gateway.control.Readiness;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.StoreUnavailable;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantTemplate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ready is who can judge, journal and reach storage: each is tried, not asked. Anybody may ask and
 * what is tried costs something, so an answer stands for a moment.
 */
final class ReadyChecks implements Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyChecks.class);
  private static final long PATIENCE_SECONDS = 2;
  private static final long STANDS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final TenantId PROBE = new TenantId("readiness_probe");

  private final PolicyEngine engine;
  private final TenantPolicies policies;
  private final Journal journal;
  private final Database database;
  private final Clock clock;
  private volatile boolean ending;
  private Map<String, String> last = Map.of();
  private long lastNanos;

  /**
   * Checks of these parts.
   *
   * @param engine one that remembers no decision, for that would go on answering
   */
  ReadyChecks(
      PolicyEngine engine,
      TenantPolicies policies,
      Journal journal,
      Database database,
      Clock clock) {
    this.engine = engine;
    this.policies = policies;
    this.journal = journal;
    this.database = database;
    this.clock = clock;
  }

  /** From now on it is not ready, whatever works. */
  void end() {
    ending = true;
  }

  @Override
  public synchronized Map<String, String> checks() {
    if (ending) {
      return Map.of("server", "it was told to stop");
    }
    if (last.isEmpty() || System.nanoTime() - lastNanos > STANDS_NANOS) {
      last = tried();
      lastNanos = System.nanoTime();
    }
    return last;
  }

  @Override
  public List<String> notes() {
    // Anybody may ask: what the problems are is for those who have a credential.
    int problems = policies.problems().size();
    return problems == 0 ? List.of() : List.of(problems + " problems in policy files");
  }

  private Map<String, String> tried() {
    Map<String, CompletableFuture<String>> under = new LinkedHashMap<>();
    under.put("policy", begun("no decision could be had", () -> engine.judge(question())));
    under.put(
        "journal",
        journal.hasRoom()
            ? begun("nothing can be written", database::writerAnswers)
            : CompletableFuture.completedFuture("no slot is free"));
    under.put("storage", begun("nothing can be read", this::read));
    Map<String, String> found = new LinkedHashMap<>();
    under.forEach((name, check) -> found.put(name, check.join()));
    return found;
  }

  private static CompletableFuture<String> begun(
      String otherwise, Supplier<? extends CompletionStage<?>> check) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        check
            .get()
            .whenComplete((done, failure) ->
                answer.complete(failure == null ? WELL : told(otherwise, failure)));
      } catch (RuntimeException failure) {
        answer.complete(told(otherwise, failure));
      }
    });
    return answer.completeOnTimeout(
        otherwise + " within " + PATIENCE_SECONDS + " s", PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The cause is for the log: anybody may ask. */
  private static String told(String otherwise, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    switch (cause) {
      case PolicyUnavailable none -> LOG.warn("not ready: {}", none.getMessage());
      case StoreUnavailable none -> LOG.warn("not ready: {}", none.getMessage());
      case TimeoutException late -> LOG.warn("not ready: {} in time", otherwise);
      default -> LOG.error("not ready", cause);
    }
    return otherwise;
  }

  private CompletionStage<Boolean> read() {
    return CompletableFuture.completedStage(
        database.read(handle ->
            handle
                .createQuery("SELECT EXISTS (SELECT 1 FROM exchange)")
                .mapTo(Boolean.class)
                .one()));
  }

  private FeedbackFacts question() {
    return new FeedbackFacts(
        TenantTemplate.policy(PROBE, List.of("none")),
        "none",
        clock.instant(),
        new RequestFacts.Caller(PROBE, "assay", "internal"),
        "internal/-",
        "boolean",
        0,
        0);
  }
}
