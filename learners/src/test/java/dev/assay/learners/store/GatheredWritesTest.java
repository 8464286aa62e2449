package dev.assay.learners.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal of exchanges relies on. */
final class GatheredWritesTest {
  private static final String INSERT =
      "INSERT INTO feed (topic, tenant, subject, at) VALUES ('KEYS', 'acme', ?, 0)";

  @TempDir Path folder;
  private Database database;
  private GatheredWrites<String> writes;
  private final List<Integer> batches = new ArrayList<>();

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
    writes = new GatheredWrites<>(database, this::write);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void write(Statements statements, List<String> subjects) throws SQLException {
    batches.add(subjects.size());
    PreparedStatement insert = statements.of(INSERT);
    for (String subject : subjects) {
      insert.setString(1, subject);
      insert.executeUpdate();
      if (subject.equals("bad")) {
        throw new IllegalArgumentException("bad");
      }
    }
  }

  @Test
  void thoseThatWaitForTheWriterAreOneWork() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    database.write(handle -> awaited(gate));
    List<CompletionStage<Committed<@Nullable Void>>> stages =
        IntStream.range(0, 500).mapToObj(i -> writes.add("s" + i)).toList();
    gate.countDown();

    for (CompletionStage<Committed<@Nullable Void>> stage : stages) {
      await(stage);
    }
    assertThat(subjects())
        .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> "s" + i).toList());
    assertThat(batches).containsExactly(500);
  }

  @Test
  void oneThatCannotBeWrittenTakesNoOtherWithIt() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    database.write(handle -> awaited(gate));
    CompletionStage<Committed<@Nullable Void>> before = writes.add("before");
    CompletionStage<Committed<@Nullable Void>> bad = writes.add("bad");
    CompletionStage<Committed<@Nullable Void>> after = writes.add("after");
    CompletionStage<?> last = database.write(handle -> handle.execute(INSERT, "last"));
    gate.countDown();

    await(before);
    await(after);
    await(last);
    assertThatThrownBy(() -> await(bad))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(subjects()).containsExactly("before", "after", "last");
  }

  @Test
  void whatIsAskedForAfterOneWasAddedComesAfterIt() throws Exception {
    for (int i = 0; i < 200; i++) {
      String subject = "s" + i;
      CompletionStage<Committed<@Nullable Void>> added = writes.add(subject);
      Committed<Long> seen =
          await(
              database.write(handle ->
                  handle
                      .createQuery("SELECT count(*) FROM feed WHERE subject = :subject")
                      .bind("subject", subject)
                      .mapTo(Long.class)
                      .one()));

      assertThat(seen.value()).isEqualTo(1);
      assertThat(await(added).sequence()).isLessThan(seen.sequence());
    }
  }

  @Test
  void aloneItIsWrittenAllTheSame() throws Exception {
    await(writes.add("one"));
    await(writes.add("two"));

    assertThat(subjects()).containsExactly("one", "two");
    assertThat(batches).containsExactly(1, 1);
  }

  @Test
  void aClosedDatabaseSaysSo() {
    database.close();

    assertThatThrownBy(() -> await(writes.add("late")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreUnavailable.class);
  }

  private List<String> subjects() {
    return database.read(handle ->
        handle
            .createQuery("SELECT subject FROM feed ORDER BY revision")
            .mapTo(String.class)
            .list());
  }

  private static boolean awaited(CountDownLatch gate) {
    try {
      return gate.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.get(20, TimeUnit.SECONDS);
  }
}
