package dev.assay.learners.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.Samples;
import dev.assay.learners.spending.UsageBook;
import dev.assay.learners.spending.UsageQuery;
import dev.assay.learners.spending.UsageQuery.By;
import dev.assay.learners.spending.UsageRow;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.judge.Target;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums of usage move with the journal's records, in the same write. */
class UsageTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final ExchangeRecord.Usage PRICED =
      new ExchangeRecord.Usage(100, 40, 30, 20, 5, 1_234_567L, false, null);
  private static final ExchangeRecord.Usage UNPRICED =
      new ExchangeRecord.Usage(7, 0, 3, 0, null, true);

  @TempDir Path folder;
  private Database database;
  private Journal journal;

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
    journal = new Journal(database, JournalLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everyExchangeIsInTheSumsAndRefusedOnesAreNot() {
    record(PRICED, ExchangeRecord.Outcome.ANSWERED);
    record(PRICED, ExchangeRecord.Outcome.CANCELLED);
    record(UNPRICED, ExchangeRecord.Outcome.FAILED);
    record(ExchangeRecord.Usage.NONE, ExchangeRecord.Outcome.REFUSED);

    assertThat(report(List.of(By.APP, By.MODEL, By.DAY)))
        .containsExactly(
            new UsageRow(
                Map.of("app", "web", "model", "sandbox", "day", "2026-03-01"),
                3,
                207,
                80,
                60,
                43,
                10,
                2_469_134,
                1,
                1));
    assertThat(report(List.of()).getFirst().usd()).isEqualTo("0.002469134");
  }

  @Test
  void sumsAreKeptApartByWhatIsAskedFor() {
    record(PRICED, ExchangeRecord.Outcome.ANSWERED);
    record(UNPRICED, ExchangeRecord.Outcome.ANSWERED);

    assertThat(report(List.of(By.KEY, By.PROVIDER, By.TARGET)))
        .singleElement()
        .satisfies(row ->
            assertThat(row.of())
                .containsExactly(
                    Map.entry("key", "key-1"),
                    Map.entry("provider", "sandbox"),
                    Map.entry("target", "frozen")));
    assertThat(
            new UsageBook(database)
                .report(
                    new UsageQuery(
                        Samples.ACME, List.of(By.DAY), DAY.plusDays(1), DAY.plusDays(9))))
        .isEmpty();
    assertThat(
            new UsageBook(database)
                .report(new UsageQuery(Samples.OTHER, List.of(By.DAY), DAY, DAY)))
        .isEmpty();
  }

  @Test
  void itIsBookedForWhoIsPaid() {
    Target paid = new Target.Configured("worker", "m", "any");
    record(
        new ExchangeRecord.Usage(5, 0, 0, 0, 0, 1L, true, paid), ExchangeRecord.Outcome.CANCELLED);

    assertThat(report(List.of(By.PROVIDER, By.TARGET)))
        .singleElement()
        .satisfies(row ->
            assertThat(row.of())
                .containsExactly(Map.entry("provider", "worker"), Map.entry("target", "m")));
  }

  @Test
  void aRecordKeepsItsUsage() {
    ExchangeRecord priced = record(PRICED, ExchangeRecord.Outcome.ANSWERED);
    ExchangeRecord unpriced = record(UNPRICED, ExchangeRecord.Outcome.ANSWERED);

    assertThat(journal.find(Samples.ACME, priced.id()).orElseThrow().record().usage())
        .isEqualTo(PRICED);
    assertThat(journal.find(Samples.ACME, unpriced.id()).orElseThrow().record().usage())
        .isEqualTo(UNPRICED);
  }

  private List<UsageRow> report(List<By> by) {
    return new UsageBook(database).report(new UsageQuery(Samples.ACME, by, DAY, DAY));
  }

  private ExchangeRecord record(ExchangeRecord.Usage usage, ExchangeRecord.Outcome outcome) {
    ExchangeRecord sample = Samples.exchange(Samples.ACME, usage, outcome);
    journal
        .reserve(Samples.ACME, 1)
        .thenCompose(slot -> slot.record(sample, Optional.empty()))
        .toCompletableFuture()
        .join();
    return sample;
  }
}
