package dev.assay.gateway.serve;

import dev.assay.config.AssayConfig;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.artifacts.WeightFiles;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.credentials.AdminToken;
import dev.assay.learners.credentials.AppKeys;
import dev.assay.learners.credentials.People;
import dev.assay.learners.credentials.Pepper;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.JournalLimits;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.learners.switches.Switches;
import java.nio.file.Path;
import java.time.Clock;

/** What is kept on disk. */
record StatePart(
    Path dataDir,
    Database database,
    Audit audit,
    AppKeys keys,
    People people,
    AdminToken admin,
    Switches switches,
    Journal journal,
    Artifacts artifacts,
    WeightFiles weights)
    implements AutoCloseable {
  private static final long MAX_WEIGHT_BYTES = 1024L * 1024 * 1024;

  /** A disk that flushes much at once stands still for a moment; that is no reason to refuse. */
  private static final long JOURNAL_WAIT_MILLIS = 1_000;

  static StatePart open(AssayConfig config, Clock clock) {
    Path dataDir = config.storage().dataDir();
    Database database = Database.open(dataDir, Migrations.FOLDERS);
    Audit audit = new Audit(database, clock);
    Pepper pepper = Pepper.open(dataDir);
    JournalLimits limits =
        new JournalLimits(
            config.limits().journalSlots(), config.limits().journalBytes(), JOURNAL_WAIT_MILLIS);
    return new StatePart(
        dataDir,
        database,
        audit,
        AppKeys.open(database, audit, pepper, clock),
        People.open(database, audit, pepper, clock),
        AdminToken.open(dataDir),
        Switches.open(database, audit),
        new Journal(database, limits),
        new Artifacts(database),
        new WeightFiles(dataDir.resolve("weights"), MAX_WEIGHT_BYTES));
  }

  @Override
  public void close() {
    database.close();
  }
}
