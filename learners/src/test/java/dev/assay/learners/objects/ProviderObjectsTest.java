package dev.assay.learners.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.tenant.TenantId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProviderObjectsTest {
  @TempDir Path folder;

  @Test
  void whatAKeyMadeIsItsTenantsForEverAndAfterARestart() {
    try (Database database = Database.open(folder, Migrations.FOLDERS)) {
      ProviderObjects objects = new ProviderObjects(database, Clock.systemUTC());
      assertThat(got(objects.claim(List.of(file("a", Samples.ACME), file("b", Samples.ACME)))))
          .extracting(ProviderObject::tenant)
          .containsOnly(Samples.ACME);
      assertThat(got(objects.claim(List.of(file("a", Samples.OTHER)))))
          .containsExactly(file("a", Samples.ACME));
    }
    try (Database database = Database.open(folder, Migrations.FOLDERS)) {
      ProviderObjects objects = new ProviderObjects(database, Clock.systemUTC());
      for (int time = 0; time < 2; time++) {
        assertThat(got(objects.find(List.of("other", "openai"), List.of("a", "b", "c"))))
            .containsExactlyInAnyOrder(file("a", Samples.ACME), file("b", Samples.ACME));
      }
      assertThat(got(objects.find(List.of("other"), List.of("a")))).isEmpty();
    }
  }

  @Test
  void namesAndTheirNumberAreBounded() {
    try (Database database = Database.open(folder, Migrations.FOLDERS)) {
      ProviderObjects objects = new ProviderObjects(database, Clock.systemUTC());
      assertThatThrownBy(() -> got(objects.claim(List.of(file("x".repeat(257), Samples.ACME)))))
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
      List<String> many = java.util.Collections.nCopies(101, "x");
      assertThatThrownBy(() -> got(objects.find(List.of("openai"), many)))
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  private static ProviderObject file(String id, TenantId tenant) {
    return new ProviderObject("openai", id, tenant, "");
  }

  private static <T> T got(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
