package dev.assay.learners.store;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Where the features keep their tables. A feature owns its folder; file names are {@code
 * V<yyyymmdd><nn>__what.sql} with numbers unique over all folders.
 */
public final class Migrations {
  /** One line per feature. */
  public static final List<String> FOLDERS =
      List.of(
          "dev/assay/learners/store/migrations",
          "dev/assay/learners/audit/migrations",
          "dev/assay/learners/artifacts/migrations",
          "dev/assay/learners/changes/migrations",
          "dev/assay/learners/releases/migrations",
          "dev/assay/learners/journal/migrations",
          "dev/assay/learners/feedback/migrations",
          "dev/assay/learners/credentials/migrations",
          "dev/assay/learners/switches/migrations",
          "dev/assay/learners/evaluation/migrations",
          "dev/assay/learners/learning/migrations",
          "dev/assay/learners/adapter/migrations",
          "dev/assay/learners/objects/migrations",
          "dev/assay/learners/spending/migrations");

  private Migrations() {}

  /** Brings the database to these folders' newest version, or fails saying which file is wrong. */
  static void apply(DataSource source, List<String> folders) {
    try {
      Flyway.configure()
          .dataSource(source)
          .locations(folders.stream().map(folder -> "classpath:" + folder).toArray(String[]::new))
          .failOnMissingLocations(true)
          // Features number their files independently of each other.
          .outOfOrder(true)
          .load()
          .migrate();
    } catch (FlywayException failure) {
      throw new StoreUnavailable(
          "the database could not be brought to this version: " + failure.getMessage(), failure);
    }
  }
}
