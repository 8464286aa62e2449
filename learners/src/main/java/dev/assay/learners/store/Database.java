package dev.assay.learners.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The embedded database of one node: SQLite in one folder, which it locks.
 *
 * <p>Writes are queued to one writer and are durable in the order they were asked for. Reads block;
 * call them from a virtual thread, never from an event loop.
 */
public final class Database implements AutoCloseable {
  private static final String FILE = "assay.db";

  private final DataDirectory directory;
  private final ReadPool reads;
  private final Writer writer;
  private final Feed feed;

  private Database(DataDirectory directory, ReadPool reads, Writer writer, Feed feed) {
    this.directory = directory;
    this.reads = reads;
    this.writer = writer;
    this.feed = feed;
  }

  /**
   * Opens the database in this folder, creating both where they are missing.
   *
   * @param migrationFolders classpath folders of the features' tables, see {@link Migrations}
   * @throws StoreUnavailable when another process uses the folder, it can't be written, or a
   *     migration fails
   */
  public static Database open(Path dataDir, List<String> migrationFolders) {
    return open(dataDir, migrationFolders, Clock.systemUTC());
  }

  static Database open(Path dataDir, List<String> migrationFolders, Clock clock) {
    DataDirectory directory = DataDirectory.lock(dataDir);
    try {
      Sqlite sqlite = new Sqlite(directory.file(FILE));
      Migrations.apply(sqlite.source(), migrationFolders);
      ReadPool reads = new ReadPool(sqlite);
      long revision =
          reads.read(handle ->
              handle
                  .createQuery("SELECT coalesce(max(revision), 0) FROM feed")
                  .mapTo(Long.class)
                  .one());
      Feed feed = new Feed(clock, revision);
      return new Database(directory, reads, new Writer(sqlite::writer, feed), feed);
    } catch (RuntimeException failure) {
      directory.close();
      throw failure;
    }
  }

  /** Runs the work on one moment of the database. Blocks; the handle refuses to write. */
  public <T extends @Nullable Object> T read(Function<Handle, T> work) {
    return reads.read(work);
  }

  /**
   * Queues the work for the writer. The stage completes once what it wrote is on disk and {@link
   * Feed} subscribers have seen it; it fails with the work's own exception, which undoes the work
   * alone, or with {@link StoreUnavailable} when nothing could be written. The work must neither
   * block nor keep its handle; it begins and commits nothing itself.
   */
  public <T extends @Nullable Object> CompletionStage<Committed<T>> write(
      Function<Handle, T> work) {
    return writer.write(connection -> work.apply(connection.handle()), false);
  }

  /** Queues a work that nobody waits for: it may wait a moment for others to share its flush. */
  <T extends @Nullable Object> CompletionStage<Committed<T>> writePatiently(PatientWork<T> work) {
    return writer.write(connection -> work.apply(connection.statements()), true);
  }

  /** A work on plain statements. */
  @FunctionalInterface
  interface PatientWork<T extends @Nullable Object> {
    T apply(Statements statements) throws SQLException;
  }

  /** Completes when the writer has come to a write that changes nothing; fails where it can't. */
  public CompletionStage<Boolean> writerAnswers() {
    return writer.write(connection -> Boolean.TRUE, false).thenApply(Committed::value);
  }

  /** Tells what was committed to those who hold copies of it. */
  public Feed feed() {
    return feed;
  }

  /** Age of the oldest write that is not on disk yet; 0 when there is none. */
  public long lagMillis() {
    return writer.lagMillis();
  }

  /** The longest that a write took from being asked for to being on disk, since the opening. */
  public long worstLagMillis() {
    return writer.worstLagMillis();
  }

  /** Writes that wait for the writer. */
  public int queueDepth() {
    return writer.waiting();
  }

  /** Writes what waits, then closes. */
  @Override
  public void close() {
    writer.close();
    reads.close();
    directory.close();
  }
}
