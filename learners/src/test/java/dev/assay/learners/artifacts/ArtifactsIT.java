package dev.assay.learners.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsIT {
  private static final TenantId ACME = new TenantId("acme");
  private static final Artifact EXAMPLES =
      new Artifact.Examples(
          Artifact.Selection.SIMILAR,
          List.of(new Artifact.Example("a", "where is my card", "card_arrival", List.of())));

  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database =
        Database.open(
            folder,
            List.of(
                "dev/assay/learners/store/migrations", "dev/assay/learners/artifacts/migrations"));
    put();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasPutIsFoundByItsDigest() {
    assertThat(new Artifacts(database).find(ACME, EXAMPLES.digest())).contains(EXAMPLES);
  }

  @Test
  void puttingItAgainChangesNothing() {
    put();

    assertThat(new Artifacts(database).find(ACME, EXAMPLES.digest())).contains(EXAMPLES);
  }

  @Test
  void anotherTenantDoesNotFindIt() {
    assertThat(new Artifacts(database).find(new TenantId("other"), EXAMPLES.digest())).isEmpty();
  }

  @Test
  void anAlteredRowIsAnErrorAndNeverAnArtifact() {
    database
        .write(handle ->
            handle.execute(
                "UPDATE artifact SET json = CAST(replace(json, 'card_arrival', 'refund') AS"
                    + " BLOB)"))
        .toCompletableFuture()
        .join();

    assertThatThrownBy(() -> new Artifacts(database).find(ACME, EXAMPLES.digest()))
        .isInstanceOf(Artifacts.ArtifactDamaged.class)
        .hasMessageContaining("was altered");
  }

  private void put() {
    Artifacts.Written written = Artifacts.Written.of(EXAMPLES);
    database
        .write(handle -> {
          new Artifacts(database).put(handle, ACME, written, Instant.EPOCH);
          return written.digest();
        })
        .toCompletableFuture()
        .join();
  }
}
