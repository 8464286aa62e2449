package dev.assay.learners.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every feature may rely on, whichever database is behind it. */
final class DatabaseTest {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aWriteIsReadableOnceItsStageCompletes() throws Exception {
    Committed<Integer> committed = await(database.write(handle -> insert(handle, "one")));

    assertThat(committed.value()).isEqualTo(1);
    assertThat(subjects()).containsExactly("one");
  }

  @Test
  void writesCommitInTheOrderTheyWereAskedFor() {
    List<CompletionStage<Committed<Integer>>> stages =
        IntStream.range(0, 2_000)
            .mapToObj(i -> database.write(handle -> insert(handle, "s" + i)))
            .toList();
    List<Long> sequences =
        stages.stream().map(stage -> stage.toCompletableFuture().join().sequence()).toList();

    assertThat(sequences).isSorted().doesNotHaveDuplicates().hasSize(2_000);
    assertThat(subjects())
        .containsExactlyElementsOf(IntStream.range(0, 2_000).mapToObj(i -> "s" + i).toList());
  }

  @Test
  void aFailingWorkIsUndoneAloneWhileItsNeighboursInTheBatchCommit() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CompletionStage<Committed<Boolean>> holdsTheWriter = database.write(handle -> awaited(gate));
    CompletionStage<Committed<Integer>> before = database.write(handle -> insert(handle, "before"));
    CompletionStage<Committed<Integer>> failing =
        database.write(handle -> {
          insert(handle, "undone");
          throw new IllegalArgumentException("no");
        });
    CompletionStage<Committed<Integer>> after = database.write(handle -> insert(handle, "after"));
    gate.countDown();

    await(holdsTheWriter);
    await(before);
    await(after);
    assertThatThrownBy(() -> await(failing))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(subjects()).containsExactly("before", "after");
  }

  @Test
  void aBrokenStatementIsUndoneAlone() throws Exception {
    CompletionStage<Committed<Integer>> failing =
        database.write(handle -> handle.execute("INSERT INTO feed (topic) VALUES ('no subject')"));

    assertThatThrownBy(() -> await(failing)).isInstanceOf(ExecutionException.class);
    await(database.write(handle -> insert(handle, "next")));
    assertThat(subjects()).containsExactly("next");
  }

  @Test
  void aFullQueueRefusesAtOnceAndSaysSo() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    List<CompletableFuture<?>> stages = new ArrayList<>();
    stages.add(database.write(handle -> awaited(gate)).toCompletableFuture());
    CompletableFuture<?> refused = null;
    for (int i = 0; i < 40_000 && refused == null; i++) {
      CompletableFuture<?> stage = database.write(handle -> Boolean.TRUE).toCompletableFuture();
      stages.add(stage);
      if (database.queueDepth() >= 16_384) {
        refused = database.write(handle -> Boolean.TRUE).toCompletableFuture();
      }
    }
    assertThat(refused).isNotNull();
    long waited = database.lagMillis();
    CompletableFuture<?> full = refused;
    assertThatThrownBy(() -> full.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("queue is full");

    gate.countDown();
    CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    assertThat(database.queueDepth()).isZero();
    assertThat(database.worstLagMillis()).isGreaterThanOrEqualTo(waited);
  }

  @Test
  void aFullDiskAcknowledgesNothingAndRecoversWhenThereIsRoom() throws Exception {
    await(database.write(handle -> insert(handle, "kept")));
    int pages = database.read(handle -> number(handle, "PRAGMA page_count"));
    await(database.write(handle -> number(handle, "PRAGMA max_page_count = " + pages)));
    CompletionStage<Committed<Integer>> tooMuch =
        database.write(handle -> insert(handle, "x".repeat(1_000_000)));

    assertThatThrownBy(() -> await(tooMuch))
        .hasCauseInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("disk is full");
    await(database.write(handle -> insert(handle, "later")));
    assertThat(subjects()).containsExactly("kept", "later");
  }

  @Test
  void aReadCannotWrite() {
    assertThatThrownBy(() -> database.read(handle -> insert(handle, "no")))
        .hasMessageContaining("readonly");
  }

  @Test
  void aReadSeesOneMoment() {
    int difference =
        database.read(handle -> {
          int before = number(handle, "SELECT count(*) FROM feed");
          database.write(writer -> insert(writer, "meanwhile")).toCompletableFuture().join();
          return number(handle, "SELECT count(*) FROM feed") - before;
        });

    assertThat(difference).isZero();
    assertThat(subjects()).containsExactly("meanwhile");
  }

  @Test
  void whatWasWrittenIsThereAfterReopening() throws Exception {
    await(database.write(handle -> insert(handle, "kept")));
    database.close();
    database = Database.open(folder, Migrations.FOLDERS);

    assertThat(subjects()).containsExactly("kept");
  }

  @Test
  void aClosedDatabaseRefusesWrites() {
    database.close();

    assertThatThrownBy(() -> await(database.write(handle -> insert(handle, "late"))))
        .hasCauseInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aSecondOpenOfTheFolderIsRefusedAndNamesTheHolder() {
    assertThatThrownBy(() -> Database.open(folder, Migrations.FOLDERS))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws Exception {
    await(database.write(handle -> insert(handle, "one")));

    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (var files = Files.list(folder)) {
      Map<Path, String> permissions =
          files.collect(
              java.util.stream.Collectors.toMap(
                  file -> file.getFileName(), DatabaseTest::permissionsOf));
      assertThat(permissions)
          .containsKeys(Path.of("assay.db"), Path.of("assay.db-wal"), Path.of("lock"))
          .allSatisfy((file, mode) -> assertThat(mode).isEqualTo("rw-------"));
    }
  }

  private static String permissionsOf(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static int insert(Handle handle, String subject) {
    return handle.execute("INSERT INTO feed (topic, subject, at) VALUES ('KEYS', ?, 0)", subject);
  }

  private List<String> subjects() {
    return database.read(handle ->
        handle
            .createQuery("SELECT subject FROM feed ORDER BY revision")
            .mapTo(String.class)
            .list());
  }

  private static int number(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Integer.class).one();
  }

  private static boolean awaited(CountDownLatch gate) {
    try {
      return gate.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static <T> Committed<T> await(CompletionStage<Committed<T>> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
