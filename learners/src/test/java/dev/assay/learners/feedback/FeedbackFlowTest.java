package dev.assay.learners.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.JournalLimits;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.tenant.TenantPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedbackFlowTest {
  private static final Clock NOON = Clock.fixed(Samples.NOON, ZoneOffset.UTC);
  private static final TenantPolicy RULES = Samples.policy(10, 25, TenantPolicy.Content.FULL);

  @TempDir Path folder;
  private final CappingEngine engine = new CappingEngine();
  private Database database;
  private Journal journal;
  private FeedbackFlow flow;
  private ExchangeRecord exchange;

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
    journal = new Journal(database, JournalLimits.DEFAULT);
    flow = flowAt(NOON);
    exchange = Samples.exchange(Samples.ACME);
    record(exchange).toCompletableFuture().join();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aSignalIsRecordedWithItsFactsAndDecision() {
    Recorded recorded = join(take("ann", "i1"));

    assertThat(recorded.replayed()).isFalse();
    assertThat(recorded.feedback().admitted()).isTrue();
    assertThat(recorded.feedback().facts()).contains("\"principalToday\":0");
    assertThat(journal.find(Samples.ACME, exchange.id()).orElseThrow().feedback())
        .containsExactly(recorded.feedback());
  }

  @Test
  void theSameSubmissionAgainGivesTheFirstResultAndTakesNoPlace() {
    Recorded first = join(take("ann", "i1"));
    for (int i = 0; i < 30; i++) {
      assertThat(join(take("ann", "i1"))).isEqualTo(new Recorded(first.feedback(), true));
    }
    assertThat(join(take("ann", "i2")).feedback().admitted()).isTrue();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void theSameKeyForAnotherSignalIsAConflict() {
    join(take("ann", "i1"));
    Submission other =
        Samples.submission(exchange.id(), new Signal.Comment("something else"), "i1");

    assertThatThrownBy(() -> join(flow.take(other, RULES, "r")))
        .hasCauseInstanceOf(IdempotencyConflict.class);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void anUnknownAndAnotherTenantsExchangeAreToldApartByNobody() {
    Submission unknown = Samples.submission(Samples.newId(), new Signal.Bool(true), "i1");
    Submission foreign =
        Samples.submission(
            Samples.OTHER,
            "key-1/ann",
            new About.OfExchange(exchange.id()),
            new Signal.Bool(true),
            "i1");
    Submission foreignEpisode =
        Samples.submission(
            Samples.OTHER,
            "key-1/ann",
            new About.OfEpisode(exchange.episode()),
            new Signal.Bool(true),
            "i1");

    for (Submission submission : List.of(unknown, foreign, foreignEpisode)) {
      assertThatThrownBy(() -> join(flow.take(submission, RULES, "r")))
          .hasCauseInstanceOf(UnknownSubject.class)
          .hasMessageContaining("no such exchange or episode");
    }
    assertThat(stored()).isZero();
  }

  @Test
  void anExchangeStillOnItsWayToTheDiskIsKnown() {
    for (int i = 0; i < 100; i++) {
      ExchangeRecord fresh = Samples.exchange(Samples.ACME);
      CompletionStage<?> journalled = record(fresh);
      join(flow.take(Samples.submission(fresh.id(), new Signal.Bool(true), "i" + i), RULES, "r"));
      // On disk, which is the promise: whose acknowledgement is heard first is the threads' matter.
      assertThat(exchanges(fresh)).isEqualTo(1);
      journalled.toCompletableFuture().join();
    }
  }

  @Test
  void concurrentSignalsOfOnePrincipalCannotPassItsCap() {
    assertThat(admittedOf(64, i -> "ann")).isEqualTo(10);
  }

  @Test
  void concurrentSignalsOfManyPrincipalsCannotPassTheKeysCap() {
    assertThat(admittedOf(64, i -> "user-" + i)).isEqualTo(25);
  }

  @Test
  void countsSurviveARestartAndStartAnewTheNextDay() {
    assertThat(admittedOf(12, i -> "ann")).isEqualTo(10);

    FeedbackFlow restarted = flowAt(NOON);
    assertThat(join(take(restarted, "ann", "again")).feedback().admitted()).isFalse();
    FeedbackFlow tomorrow = flowAt(Clock.offset(NOON, Duration.ofDays(1)));
    assertThat(join(take(tomorrow, "ann", "tomorrow")).feedback().admitted()).isTrue();
  }

  @RepeatedTest(20)
  void whatIsNotAdmittedIsRecordedAndTakesNoPlace() {
    assertThat(admittedOf(30, i -> "ann")).isEqualTo(10);

    assertThat(stored()).isEqualTo(30);
    // 30 signals came through the key, 10 count: 15 places are left of its 25.
    assertThat(admittedOf(40, i -> "other-" + i)).isEqualTo(15);
  }

  @Test
  void withoutPolicyNothingIsRecordedAndNoPlaceIsLost() {
    engine.down = true;
    for (int i = 0; i < 30; i++) {
      String key = "d" + i;
      assertThatThrownBy(() -> join(take("ann", key))).hasCauseInstanceOf(PolicyUnavailable.class);
    }
    engine.down = false;

    assertThat(stored()).isZero();
    assertThat(admittedOf(12, i -> "ann")).isEqualTo(10);
  }

  @Test
  void textIsKeptAsTheTenantSays() {
    TenantPolicy redacting = Samples.policy(10, 25, TenantPolicy.Content.REDACTED);
    TenantPolicy forgetting = Samples.policy(10, 25, TenantPolicy.Content.NONE);
    Signal said = new Signal.Comment("write to ann@example.org");

    assertThat(
            join(flow.take(Samples.submission(exchange.id(), said, "i1"), redacting, "r"))
                .feedback()
                .signal())
        .isEqualTo(new Signal.Comment("write to [email]"));
    assertThat(
            join(flow.take(Samples.submission(exchange.id(), said, "i2"), forgetting, "r"))
                .feedback()
                .signal())
        .isNull();
  }

  private long admittedOf(int signals, java.util.function.IntFunction<String> principal) {
    String batch = Samples.newId().toString();
    List<CompletableFuture<Recorded>> taken =
        IntStream.range(0, signals)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> join(take(principal.apply(i), batch + i)), Thread::startVirtualThread))
            .toList();
    return taken.stream().filter(it -> it.join().feedback().admitted()).count();
  }

  private FeedbackFlow flowAt(Clock clock) {
    return new FeedbackFlow(database, new FeedbackBook(database, journal), engine, clock);
  }

  private CompletionStage<Recorded> take(String principal, String idempotencyKey) {
    return take(flow, principal, idempotencyKey);
  }

  private CompletionStage<Recorded> take(
      FeedbackFlow through, String principal, String idempotencyKey) {
    return through.take(
        Samples.submission(
            Samples.ACME,
            principal,
            new About.OfExchange(exchange.id()),
            new Signal.Bool(true),
            idempotencyKey),
        RULES,
        "r");
  }

  private CompletionStage<?> record(ExchangeRecord it) {
    return journal
        .reserve(it.tenant(), 100)
        .toCompletableFuture()
        .join()
        .record(it, Optional.of(Samples.content("q")));
  }

  private int exchanges(ExchangeRecord it) {
    return database.read(handle ->
        handle
            .createQuery("SELECT count(*) FROM exchange WHERE id = :id")
            .bind("id", it.id().toString())
            .mapTo(Integer.class)
            .one());
  }

  private int stored() {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM feedback").mapTo(Integer.class).one());
  }

  private static Recorded join(CompletionStage<Recorded> stage) {
    return stage.toCompletableFuture().join();
  }
}
