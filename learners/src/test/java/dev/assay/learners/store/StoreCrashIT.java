package dev.assay.learners.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.Samples;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.audit.AuditReport;
import dev.assay.learners.credentials.AppKeys;
import dev.assay.learners.credentials.Pepper;
import dev.assay.learners.feedback.FeedbackBook;
import dev.assay.learners.feedback.Recorded;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.JournalLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes under load is killed with SIGKILL, over and over, in one data folder. After
 * each time everything it acknowledged has to be there, once. {@code -Dassay.kills} says how often.
 */
final class StoreCrashIT {
  private static final int KILLS = Integer.getInteger("assay.kills", 5);
  private static final int MAX_LINES_BEFORE_KILL = 1_500;
  private static final long SEED = 20_260_301;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final Set<UUID> exchanges = new HashSet<>();
  private final Map<UUID, UUID> feedbackByExchange = new HashMap<>();
  private final Set<String> keys = new HashSet<>();
  private final Set<String> revokedKeys = new HashSet<>();

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void nothingAcknowledgedIsLostOrDoubled() throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      writeUntilKilled();
      assertAllThere();
    }
    System.out.printf(
        "%d kills: %d exchanges, %d signals, %d keys and %d revocations acknowledged, all there once%n",
        KILLS, exchanges.size(), feedbackByExchange.size(), keys.size(), revokedKeys.size());
  }

  private void writeUntilKilled() throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AcknowledgingWriter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int killAfterLines = 1 + random.nextInt(MAX_LINES_BEFORE_KILL);
    int lines = 0;
    try (BufferedReader output = writer.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        note(line);
        if (++lines == killAfterLines) {
          // By its handle: Process.destroyForcibly would close the pipe with what it still holds.
          writer.toHandle().destroyForcibly();
        }
      }
    } finally {
      writer.destroyForcibly();
    }
    assertThat(writer.waitFor()).as("killed, not ended by itself").isEqualTo(128 + 9);
    assertThat(lines).isGreaterThanOrEqualTo(killAfterLines);
  }

  private void note(String line) {
    if (!line.endsWith(AcknowledgingWriter.END)) {
      return;
    }
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "exchange" -> assertThat(exchanges.add(UUID.fromString(words[1]))).isTrue();
      case "feedback" ->
          feedbackByExchange.put(UUID.fromString(words[1]), UUID.fromString(words[2]));
      case "key" -> keys.add(words[1]);
      case "revoked" -> revokedKeys.add(words[1]);
      default -> throw new IllegalStateException(line);
    }
  }

  private void assertAllThere() {
    try (Database database = Database.open(folder, Migrations.FOLDERS)) {
      Audit audit = new Audit(database, Clock.systemUTC());
      Journal journal = new Journal(database, JournalLimits.DEFAULT);
      assertExchangesAndFeedback(database);
      assertRepeatingIsHarmless(new FeedbackBook(database, journal));
      assertCredentials(database, audit);

      AuditReport report = audit.verify();
      assertThat(report.message()).isEqualTo("all entries verify");
      assertThat(report.intact()).isTrue();
      assertThat(report.entries()).isEqualTo(acts(database));
    }
  }

  private void assertExchangesAndFeedback(Database database) {
    Set<UUID> stored = new HashSet<>(ids(database, "SELECT id FROM exchange_content"));
    assertThat(stored).containsAll(exchanges);
    assertThat(ids(database, "SELECT exchange_id FROM feedback"))
        .doesNotHaveDuplicates()
        .containsAll(feedbackByExchange.keySet());
    assertThat(
            ids(
                database,
                "SELECT exchange_id FROM feedback"
                    + " WHERE exchange_id NOT IN (SELECT id FROM exchange)"))
        .as("feedback without its exchange")
        .isEmpty();
  }

  /** A client that saw no answer sends again; what was recorded stays recorded once. */
  private void assertRepeatingIsHarmless(FeedbackBook book) {
    feedbackByExchange.entrySet().stream()
        .limit(20)
        .forEach(entry -> {
          Submission again =
              Samples.submission(entry.getKey(), new Signal.Bool(true), "i-" + entry.getKey());
          Recorded recorded =
              book.record(again, Samples.facts(again), Samples.admitted())
                  .toCompletableFuture()
                  .join();
          assertThat(recorded.replayed()).isTrue();
          assertThat(recorded.feedback().id()).isEqualTo(entry.getValue());
        });
  }

  private void assertCredentials(Database database, Audit audit) {
    AppKeys found = AppKeys.open(database, audit, Pepper.open(folder), Clock.systemUTC());
    assertThat(revokedKeys).allSatisfy(key -> assertThat(found.find(key)).isEmpty());
    assertThat(keys).allSatisfy(key -> assertThat(found.find(key)).isPresent());
  }

  private static long acts(Database database) {
    return database.read(handle ->
        handle
            .createQuery("SELECT count(*) + count(revoked_at) FROM app_key")
            .mapTo(Long.class)
            .one());
  }

  private static java.util.List<UUID> ids(Database database, String sql) {
    return database.read(
        handle -> handle.createQuery(sql).mapTo(String.class).map(UUID::fromString).list());
  }
}
