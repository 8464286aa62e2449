package dev.assay.learners.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedTest {
  @TempDir Path folder;
  private Database database;
  private final List<FeedEvent> seen = new ArrayList<>();

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void subscribersHaveSeenAnEventWhenItsWriteIsAcknowledged() {
    database.feed().subscribe(Topic.KEYS, seen::add);

    for (int i = 0; i < 200; i++) {
      publish(Topic.KEYS, "k" + i).toCompletableFuture().join();
      assertThat(seen).hasSize(i + 1);
    }
    assertThat(seen).extracting(FeedEvent::revision).isSorted().doesNotHaveDuplicates();
    assertThat(database.feed().revision()).isEqualTo(seen.getLast().revision());
  }

  @Test
  void aSubscriberReadsWhatWasCommitted() {
    List<Integer> counts = new ArrayList<>();
    database
        .feed()
        .subscribe(
            Topic.RELEASES,
            event ->
                counts.add(
                    database.read(handle ->
                        handle
                            .createQuery("SELECT count(*) FROM feed")
                            .mapTo(Integer.class)
                            .one())));

    publish(Topic.RELEASES, "1").toCompletableFuture().join();

    assertThat(counts).containsExactly(1);
  }

  @Test
  void aThrowingSubscriberHarmsNobodyElse() {
    database
        .feed()
        .subscribe(
            Topic.KEYS,
            event -> {
              throw new IllegalStateException("broken subscriber, on purpose");
            });
    database.feed().subscribe(Topic.KEYS, seen::add);

    publish(Topic.KEYS, "k").toCompletableFuture().join();

    assertThat(seen).extracting(FeedEvent::subject).containsExactly("k");
  }

  @Test
  void otherTopicsAndUndoneWritesAreNotToldOf() {
    database.feed().subscribe(Topic.KEYS, seen::add);
    publish(Topic.PEOPLE, "p").toCompletableFuture().join();

    assertThatThrownBy(() ->
            database
                .write(handle -> {
                  database.feed().publish(handle, Topic.KEYS, Samples.ACME, "undone");
                  throw new IllegalArgumentException("no");
                })
                .toCompletableFuture()
                .join())
        .hasCauseInstanceOf(IllegalArgumentException.class);
    publish(Topic.PEOPLE, "p").toCompletableFuture().join();

    assertThat(seen).isEmpty();
  }

  @Test
  void revisionsRiseAcrossRestarts() {
    publish(Topic.KEYS, "k").toCompletableFuture().join();
    long before = database.feed().revision();
    database.close();
    database = Database.open(folder, Migrations.FOLDERS);

    assertThat(database.feed().revision()).isEqualTo(before);
    publish(Topic.KEYS, "k").toCompletableFuture().join();
    assertThat(database.feed().revision()).isGreaterThan(before);
  }

  private CompletionStage<Committed<Boolean>> publish(Topic topic, String subject) {
    return database.write(handle -> {
      database.feed().publish(handle, topic, Samples.ACME, subject);
      return true;
    });
  }
}
