package dev.assay.learners.store;

import dev.assay.learners.Samples;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.JournalLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Prints what durable writes cost on the disk under the given folder. To be run by hand. */
public final class StoreFigures {
  private static final int SINGLE = 2_000;
  private static final int EXCHANGES = 20_000;

  private StoreFigures() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "store-figures");
    long opening = System.nanoTime();
    try (Database database = Database.open(folder, Migrations.FOLDERS)) {
      System.out.printf("open with migrations: %d ms%n", (System.nanoTime() - opening) / 1_000_000);
      singleWrites(database, 200);
      singleWrites(database, SINGLE);
      Journal journal = new Journal(database, JournalLimits.DEFAULT);
      exchanges(journal, EXCHANGES);
      exchanges(journal, EXCHANGES);
    }
    opening = System.nanoTime();
    Database.open(folder, Migrations.FOLDERS).close();
    System.out.printf("open again and close: %d ms%n", (System.nanoTime() - opening) / 1_000_000);
  }

  private static void singleWrites(Database database, int writes) {
    long[] micros = new long[writes];
    for (int i = 0; i < writes; i++) {
      long start = System.nanoTime();
      database
          .write(handle ->
              handle.execute("INSERT INTO feed (topic, subject, at) VALUES ('KEYS', 'figures', 0)"))
          .toCompletableFuture()
          .join();
      micros[i] = (System.nanoTime() - start) / 1_000;
    }
    Arrays.sort(micros);
    System.out.printf(
        "one durable write after the other: p50 %d us, p99 %d us, %.0f a second%n",
        micros[writes / 2], micros[writes * 99 / 100], writes * 1e6 / Arrays.stream(micros).sum());
  }

  private static void exchanges(Journal journal, int count) {
    long start = System.nanoTime();
    long cpu = writerCpuNanos();
    CompletableFuture<?>[] all = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      while (journal.slotsTaken() >= 8_000) {
        Thread.onSpinWait();
      }
      all[i] =
          journal
              .reserve(Samples.ACME, 2_000)
              .thenCompose(slot ->
                  slot.record(
                      Samples.exchange(Samples.ACME),
                      Optional.of(Samples.content("where is my card"))))
              .toCompletableFuture();
    }
    CompletableFuture.allOf(all).join();
    double wall = System.nanoTime() - start;
    System.out.printf(
        "exchanges with content, queue kept full: %.0f a second, %.1f us of the writer's CPU each%n",
        count * 1e9 / wall, (writerCpuNanos() - cpu) / 1e3 / count);
  }

  private static long writerCpuNanos() {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().equals("assay-writer"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }
}
