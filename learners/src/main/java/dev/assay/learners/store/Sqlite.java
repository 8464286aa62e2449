package dev.assay.learners.store;

import java.nio.file.Path;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** All that is particular to SQLite: how it is opened, and which of its errors spoil a batch. */
final class Sqlite {
  private static final int BUSY_MILLIS = 5_000;
  private static final int WAL_PAGES_BEFORE_CHECKPOINT = 4_000;
  private static final int JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;
  private static final int CACHE_KIB = -8 * 1024;

  /**
   * After these SQLite may have rolled the whole transaction back by itself (see "Response To
   * Errors Within A Transaction" in its documentation), so neighbours in the batch can't be saved.
   */
  private static final Set<Integer> SPOILS_THE_BATCH =
      Set.of(
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_NOMEM.code,
          SQLiteErrorCode.SQLITE_BUSY.code,
          SQLiteErrorCode.SQLITE_INTERRUPT.code,
          SQLiteErrorCode.SQLITE_CORRUPT.code,
          SQLiteErrorCode.SQLITE_NOTADB.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code,
          SQLiteErrorCode.SQLITE_READONLY.code);

  private static final int PRIMARY_CODE = 0xff;

  private final Path file;

  Sqlite(Path file) {
    this.file = file;
  }

  /** A connection source; a commit returns once the log is on disk ({@code synchronous=FULL}). */
  SQLiteDataSource source() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setCacheSize(CACHE_KIB);
    config.setJournalSizeLimit(JOURNAL_LIMIT_BYTES);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    // Or the driver asks for the last row's id after every insert, which nobody wants to know.
    config.setGetGeneratedKeys(false);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /** The one connection that writes. */
  Handle writer() {
    Handle handle = open();
    // macOS acknowledges a plain fsync before the disk has the data; elsewhere these do nothing.
    handle.execute("PRAGMA fullfsync = ON");
    // What an erasure deletes must not stay readable in free pages.
    handle.execute("PRAGMA secure_delete = ON");
    handle.execute("PRAGMA wal_autocheckpoint = " + WAL_PAGES_BEFORE_CHECKPOINT);
    return handle;
  }

  /** A connection that refuses to write. */
  Handle reader() {
    Handle handle = open();
    handle.execute("PRAGMA query_only = ON");
    return handle;
  }

  private Handle open() {
    try {
      return Jdbi.create(source())
          .setStatementBuilderFactory(connection -> new StatementCache())
          .open();
    } catch (JdbiException failure) {
      throw unavailable(failure);
    }
  }

  /** Whether the transaction this came out of can't go on. */
  static boolean spoilsTheBatch(Throwable failure) {
    SQLiteException cause = sqliteCause(failure);
    return cause != null && SPOILS_THE_BATCH.contains(cause.getResultCode().code & PRIMARY_CODE);
  }

  /** The error in words for whoever must mend it. */
  static StoreUnavailable unavailable(Throwable failure) {
    SQLiteException cause = sqliteCause(failure);
    if (cause == null) {
      return new StoreUnavailable("the database failed: " + failure.getMessage(), failure);
    }
    String advice =
        (cause.getResultCode().code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_FULL.code
            ? "the disk is full: free space; nothing acknowledged is lost"
            : "look at the disk and the system's log; nothing acknowledged is lost";
    return new StoreUnavailable(
        "the database failed (" + cause.getMessage() + "): " + advice, failure);
  }

  private static @Nullable SQLiteException sqliteCause(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLiteException found) {
        return found;
      }
    }
    return null;
  }
}
