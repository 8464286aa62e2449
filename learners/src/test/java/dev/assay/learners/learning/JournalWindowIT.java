package dev.assay.learners.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.Samples;
import dev.assay.learners.evaluation.HoldoutRow;
import dev.assay.learners.evaluation.JournalHoldout;
import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.FeedbackBook;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.JournalLimits;
import dev.assay.learners.learning.LearningWindow.Verdict;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.Decision;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What learners and evaluation see of a real journal. */
class JournalWindowIT {
  @TempDir private Path folder;
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
  void aWindowHoldsAdmittedSignalsOutsideTheHoldoutAndCountsTheRefused() {
    UUID corrected = exchange("where is my card", false);
    UUID thumbed = exchange("top up failed", false);
    UUID heldOut = exchange("lost my card", true);
    say(corrected, "key-1/ann", new Signal.Demonstration("card_arrival"), true);
    say(thumbed, "key-1/bob", new Signal.Bool(true), true);
    say(thumbed, "key-1/eve", new Signal.Bool(false), false);
    say(heldOut, "key-1/ann", new Signal.Demonstration("card_lost"), true);

    LearningWindow window =
        new JournalWindow(database, journal, Clock.fixed(Samples.NOON, ZoneOffset.UTC))
            .read(Samples.ACME);

    assertThat(window.signals())
        .extracting(LearningWindow.Signal::principal, LearningWindow.Signal::verdict)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "key-1/ann", new Verdict.Demonstration("card_arrival")),
            org.assertj.core.groups.Tuple.tuple("key-1/bob", new Verdict.Thumb(true)));
    assertThat(window.refused())
        .containsOnlyKeys(Samples.held().reasons().stream().map(Decision.Reason::code).toList());
    assertThat(window.refused().values()).containsOnly(1);
  }

  @Test
  void theHoldoutsLabelIsWhatMostPrincipalsSaidAndATieIsNoRow() throws Exception {
    UUID clear = exchange("lost my card", true);
    UUID tied = exchange("pin blocked", true);
    exchange("nobody was asked yet", true);
    say(clear, "key-1/ann", new Signal.Demonstration("card_lost"), true);
    say(clear, "key-1/bob", new Signal.Demonstration("Card lost"), true);
    say(clear, "key-1/eve", new Signal.Demonstration("top_up"), true);
    say(tied, "key-1/ann", new Signal.Demonstration("pin"), true);
    say(tied, "key-1/bob", new Signal.Demonstration("card"), true);

    assertThat(new JournalHoldout(journal).labelled(Samples.ACME))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.exchange()).isEqualTo(clear.toString());
          assertThat(row.label()).isEqualTo("card_lost");
          assertThat(CanonicalJson.MAPPER.readTree(row.messages()).isArray()).isTrue();
        });
    assertThat(new JournalHoldout(journal).labelled(Samples.OTHER))
        .isEqualTo(java.util.List.<HoldoutRow>of());
  }

  private UUID exchange(String query, boolean holdout) {
    ExchangeRecord exchange =
        Samples.exchange(Samples.ACME, Samples.newId(), "episode-" + query, holdout);
    journal
        .reserve(Samples.ACME, 1_000)
        .toCompletableFuture()
        .join()
        .record(exchange, Optional.of(Samples.content(query)))
        .toCompletableFuture()
        .join();
    return exchange.id();
  }

  private void say(UUID exchange, String principal, Signal signal, boolean admitted) {
    Submission submission =
        Samples.submission(
            Samples.ACME, principal, new About.OfExchange(exchange), signal, "i" + submissions++);
    book.record(
            submission, Samples.facts(submission), admitted ? Samples.admitted() : Samples.held())
        .toCompletableFuture()
        .join();
  }
}
