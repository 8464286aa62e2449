package dev.assay.learners.store;

import dev.assay.learners.Samples;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.credentials.AppKeys;
import dev.assay.learners.credentials.IssuedKey;
import dev.assay.learners.credentials.Pepper;
import dev.assay.learners.feedback.FeedbackBook;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.JournalLimits;
import dev.assay.policies.tenant.TenantId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that writes until it is killed. What it prints is acknowledged: one line each, ended by
 * a mark so that a cut line is not taken for one.
 */
public final class AcknowledgingWriter {
  static final String END = " .";
  private static final int CLIENTS = 16;
  private static final int ROUNDS_PER_KEY = 10;

  private final AppKeys keys;
  private final Journal journal;
  private final FeedbackBook book;

  /** One per process, for a tenant has a limited number of keys. */
  private final TenantId tenant = new TenantId("t" + ProcessHandle.current().pid());

  private AcknowledgingWriter(Path folder) {
    Database database = Database.open(folder, Migrations.FOLDERS);
    Clock clock = Clock.systemUTC();
    Audit audit = new Audit(database, clock);
    keys = AppKeys.open(database, audit, Pepper.open(folder), clock);
    journal = new Journal(database, JournalLimits.DEFAULT);
    book = new FeedbackBook(database, journal);
  }

  public static void main(String[] arguments) throws InterruptedException {
    AcknowledgingWriter writer = new AcknowledgingWriter(Path.of(arguments[0]));
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.startVirtualThread(writer::writeForEver));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  private void writeForEver() {
    for (int round = 0; ; round++) {
      ExchangeRecord exchange = Samples.exchange(Samples.ACME);
      // Not waited for: feedback must still come to lie after its exchange.
      var journalled =
          journal
              .reserve(exchange.tenant(), 1_000)
              .toCompletableFuture()
              .join()
              .record(exchange, Optional.of(Samples.content("where is my card")))
              .thenRun(() -> acknowledge("exchange " + exchange.id()));
      Submission submission =
          Samples.submission(exchange.id(), new Signal.Bool(true), "i-" + exchange.id());
      book.record(submission, Samples.facts(submission), Samples.admitted())
          .thenAccept(
              recorded -> acknowledge("feedback " + exchange.id() + " " + recorded.feedback().id()))
          .toCompletableFuture()
          .join();
      journalled.toCompletableFuture().join();
      if (round % ROUNDS_PER_KEY == 0) {
        createAndRevoke();
      }
    }
  }

  private void createAndRevoke() {
    acknowledge("key " + create().secret().reveal());
    IssuedKey revoked = create();
    keys.revoke("admin", revoked.key().id()).toCompletableFuture().join();
    acknowledge("revoked " + revoked.secret().reveal());
  }

  private IssuedKey create() {
    return keys.create("admin", tenant, "web").toCompletableFuture().join();
  }

  private static synchronized void acknowledge(String line) {
    System.out.print(line + END + "\n");
    System.out.flush();
  }
}
