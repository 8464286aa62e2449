package dev.assay.learners.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.Feedback;
import dev.assay.learners.feedback.FeedbackBook;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  @TempDir Path folder;
  private Database database;
  private Journal journal;
  private FeedbackBook book;
  private int submissions;

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
    journal = new Journal(database, JournalLimits.DEFAULT);
    book = new FeedbackBook(database, journal);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anExchangeReadsBackAsItWasWritten() {
    ExchangeRecord exchange = record(Samples.exchange(Samples.ACME), "where is my card");

    Exchange found = journal.find(Samples.ACME, exchange.id()).orElseThrow();

    assertThat(found.record()).isEqualTo(exchange);
    assertThat(found.content()).contains(Samples.content("where is my card"));
    assertThat(found.feedback()).isEmpty();
  }

  @Test
  void anotherTenantFindsNothing() {
    ExchangeRecord exchange = record(Samples.exchange(Samples.ACME), "secret");

    assertThat(journal.find(Samples.OTHER, exchange.id())).isEmpty();
    assertThat(journal.recent(Samples.OTHER, 10)).isEmpty();
  }

  /** What was said is kept whole among the messages; the query beside them is to be looked at. */
  @Test
  void aLongQueryIsCutAndItsMessagesAreNot() {
    String letter = "w".repeat(100_000);
    ExchangeRecord exchange = record(Samples.exchange(Samples.ACME), letter);

    ExchangeContent found =
        journal.find(Samples.ACME, exchange.id()).orElseThrow().content().orElseThrow();

    assertThat(found.query()).isEqualTo(letter.substring(0, ExchangeContent.MAX_QUERY_CHARS));
    assertThat(found.messages()).contains(letter);
  }

  @Test
  void whatWaitsForTheDiskHoldsAsMuchAsItIsAndNoMore() {
    Journal narrow = new Journal(database, new JournalLimits(10, 30_000, 1));
    CountDownLatch diskStands = new CountDownLatch(1);
    database.write(handle -> awaited(diskStands));
    try {
      Slot large = narrow.reserve(Samples.ACME, 20_000).toCompletableFuture().join();
      assertThatThrownBy(() -> narrow.reserve(Samples.ACME, 15_000).toCompletableFuture().join())
          .hasCauseInstanceOf(JournalFull.class);

      large.record(Samples.exchange(Samples.ACME), Optional.of(Samples.content("short")));

      narrow.reserve(Samples.ACME, 15_000).toCompletableFuture().join().release();
      assertThat(narrow.slotsTaken()).isEqualTo(1);
    } finally {
      diskStands.countDown();
    }
  }

  @Test
  void aSlotIsGivenBackWhetherRecordedFailedOrReleased() {
    ExchangeRecord exchange = record(Samples.exchange(Samples.ACME), "once");
    Slot again = journal.reserve(Samples.ACME, 10).toCompletableFuture().join();
    assertThatThrownBy(() -> again.record(exchange, Optional.empty()).toCompletableFuture().join())
        .hasMessageContaining("constraint");
    Slot released = journal.reserve(Samples.ACME, 10).toCompletableFuture().join();
    released.release();
    released.release();

    assertThat(journal.slotsTaken()).isZero();
    assertThatThrownBy(() -> released.record(exchange, Optional.empty()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aWindowHoldsServedExchangesWithTheirAdmittedFeedbackInItsOrder() {
    ExchangeRecord first = record(Samples.exchange(Samples.ACME), "first");
    ExchangeRecord second = record(Samples.exchange(Samples.ACME), "second");
    ExchangeRecord kept =
        record(Samples.exchange(Samples.ACME, Samples.newId(), "e", true), "in the holdout");
    record(Samples.exchange(Samples.ACME), "nobody said anything");
    say(second.id(), new Signal.Bool(true), true);
    say(first.id(), new Signal.Demonstration("card_arrival"), true);
    say(first.id(), new Signal.Bool(false), false);
    say(kept.id(), new Signal.Demonstration("card_lost"), true);

    List<Exchange> window = journal.window(Samples.ACME, new WindowQuery(0, 100));

    assertThat(window).extracting(it -> it.record().id()).containsExactly(second.id(), first.id());
    assertThat(window.get(1).feedback())
        .extracting(Feedback::signal)
        .containsExactly(new Signal.Demonstration("card_arrival"));
    assertThat(journal.window(Samples.OTHER, new WindowQuery(0, 100))).isEmpty();
  }

  @Test
  void aWindowsCursorMissesNoSignalAndRepeatsNone() {
    List<ExchangeRecord> exchanges =
        java.util.stream.IntStream.range(0, 7)
            .mapToObj(i -> record(Samples.exchange(Samples.ACME), "q" + i))
            .toList();
    exchanges.forEach(exchange -> say(exchange.id(), new Signal.Bool(true), true));
    say(exchanges.getFirst().id(), new Signal.Demonstration("late"), true);

    long cursor = 0;
    List<UUID> seen = new java.util.ArrayList<>();
    for (List<Exchange> page = journal.window(Samples.ACME, new WindowQuery(cursor, 3));
        !page.isEmpty();
        page = journal.window(Samples.ACME, new WindowQuery(cursor, 3))) {
      page.forEach(exchange -> seen.add(exchange.record().id()));
      cursor = page.stream().mapToLong(Exchange::position).max().orElseThrow();
    }

    assertThat(seen).hasSize(8).startsWith(exchanges.getFirst().id());
    assertThat(seen.getLast()).isEqualTo(exchanges.getFirst().id());
  }

  @Test
  void feedbackOnAnEpisodeCountsForEachOfItsExchanges() {
    ExchangeRecord one =
        record(Samples.exchange(Samples.ACME, Samples.newId(), "task", false), "one");
    ExchangeRecord two =
        record(Samples.exchange(Samples.ACME, Samples.newId(), "task", false), "two");
    submit(
        Samples.submission(
            Samples.ACME, "key-1/ann", new About.OfEpisode("task"), new Signal.Score(0.5), "i"),
        true);

    assertThat(journal.window(Samples.ACME, new WindowQuery(0, 1)))
        .extracting(it -> it.record().id())
        .containsExactly(one.id(), two.id());
  }

  @Test
  void theHoldoutHoldsLabelledExchangesOnly() {
    ExchangeRecord labelled =
        record(Samples.exchange(Samples.ACME, Samples.newId(), "e", true), "labelled");
    ExchangeRecord thumbed =
        record(Samples.exchange(Samples.ACME, Samples.newId(), "f", true), "thumbed");
    say(labelled.id(), new Signal.Demonstration("right"), true);
    say(thumbed.id(), new Signal.Bool(true), true);

    assertThat(journal.holdout(Samples.ACME, 10))
        .extracting(it -> it.record().id())
        .containsExactly(labelled.id());
  }

  @Test
  void erasingASubjectTakesItsWordsAndLeavesTheRecord() {
    ExchangeRecord exchange = record(Samples.exchange(Samples.ACME), "my words");
    say(exchange.id(), new Signal.Demonstration("my correction"), true);
    Audit audit = new Audit(database, Clock.systemUTC());

    Erasure.Erased erased =
        new Erasure(database, audit)
            .erase("admin", Samples.ACME, "key-1/ann")
            .toCompletableFuture()
            .join()
            .value();

    assertThat(erased).isEqualTo(new Erasure.Erased(List.of(exchange.id()), 1));
    Exchange left = journal.find(Samples.ACME, exchange.id()).orElseThrow();
    assertThat(left.content()).isEmpty();
    assertThat(left.feedback()).extracting(Feedback::signal).containsOnlyNulls();
    assertThat(audit.entries(0, 10)).extracting(it -> it.action()).containsExactly("content.erase");
  }

  @Test
  void whoSpeaksOfAnEpisodeSpeaksOfEachOfItsExchanges() {
    ExchangeRecord first = record(Samples.exchange(Samples.ACME), "one");
    ExchangeRecord second = record(Samples.exchange(Samples.ACME), "two");
    About episode = new About.OfEpisode(first.episode());
    submit(
        Samples.submission(
            Samples.ACME, "key-1/ring", episode, new Signal.Demonstration("wrong"), "i"),
        true);
    List<String> ids = List.of(first.id().toString(), second.id().toString());

    assertThat(journal.principals(Samples.ACME, ids)).containsEntry("key-1/ring", 2);
  }

  @Test
  void contentIsKeptAsTheTenantSays() {
    ExchangeContent said = Samples.content("I am ann@example.org, card 4111 1111 1111 1111");

    assertThat(said.kept(TenantPolicy.Content.FULL)).contains(said);
    assertThat(said.kept(TenantPolicy.Content.NONE)).isEmpty();
    assertThat(said.kept(TenantPolicy.Content.REDACTED).orElseThrow().query())
        .isEqualTo("I am [email], card [number]");
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private ExchangeRecord record(ExchangeRecord exchange, String query) {
    journal
        .reserve(exchange.tenant(), 1_000)
        .toCompletableFuture()
        .join()
        .record(exchange, Optional.of(Samples.content(query)))
        .toCompletableFuture()
        .join();
    return exchange;
  }

  private void say(UUID exchange, Signal signal, boolean admitted) {
    submit(Samples.submission(exchange, signal, "i" + submissions++), admitted);
  }

  private void submit(Submission submission, boolean admitted) {
    Decision.OfFeedback decision = admitted ? Samples.admitted() : Samples.held();
    book.record(submission, Samples.facts(submission), decision).toCompletableFuture().join();
  }
}
