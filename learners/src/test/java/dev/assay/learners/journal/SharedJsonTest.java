package dev.assay.learners.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exchanges have in common is kept once, and read as if each had it. */
final class SharedJsonTest {
  private record Standing(String app, List<String> targets) {}

  private record Own(int messages) {}

  private static final Standing STANDING = new Standing("web", List.of("small"));

  @TempDir Path folder;
  private Database database;
  private Journal journal;

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
    journal = new Journal(database, JournalLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatIsSharedIsKeptOnceAndReadWithEach() {
    UUID first = record(Samples.ACME, Samples.newId(), 1);
    UUID second = record(Samples.ACME, Samples.newId(), 2);

    assertThat(facts(first)).isEqualTo("{\"messages\":1,\"app\":\"web\",\"targets\":[\"small\"]}");
    assertThat(facts(second)).isEqualTo("{\"messages\":2,\"app\":\"web\",\"targets\":[\"small\"]}");
    assertThat(decision(first)).isEqualTo("{\"app\":\"web\",\"targets\":[\"small\"]}");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void anotherTenantSharesNothing() {
    record(Samples.ACME, Samples.newId(), 1);
    record(Samples.OTHER, Samples.newId(), 1);

    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void whatWasKeptByAnEarlierRunIsFoundAgain() {
    record(Samples.ACME, Samples.newId(), 1);
    database.close();
    open();
    UUID later = record(Samples.ACME, Samples.newId(), 2);

    assertThat(facts(later)).contains("\"web\"");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void whatWasUndoneWithItsExchangeIsWrittenAgainForTheNext() {
    UUID taken = record(Samples.ACME, new Standing("other", List.of()), Samples.newId(), 1);
    assertThatThrownBy(() -> record(Samples.ACME, taken, 2)).hasMessageContaining("constraint");

    UUID next = record(Samples.ACME, Samples.newId(), 3);

    assertThat(facts(next)).contains("\"web\"");
  }

  @Test
  void itemsOfOneArtifactAreReadBackInTheirOrder() {
    List<Injection.Item> items =
        List.of(item(1, "e1"), item(1, "e2"), item(2, "e1"), item(1, "e3"));
    ExchangeRecord exchange = Samples.carrying(items);
    record(exchange);

    assertThat(journal.find(Samples.ACME, exchange.id()).orElseThrow().record().injected())
        .isEqualTo(items);
  }

  @Test
  void itemsThatWereKeptOneByOneAreStillRead() throws Exception {
    String digest = Digest.of(new byte[] {1}).text();
    String json = "{\"artifact\":\"" + digest + "\",\"kind\":\"examples\",\"id\":\"e1\"}";

    assertThat(CanonicalJson.MAPPER.readValue(json, KeptItems.class).items())
        .containsExactly(item(1, "e1"));
  }

  private static Injection.Item item(int artifact, String id) {
    return new Injection.Item(Digest.of(new byte[] {(byte) artifact}), ArtifactKind.EXAMPLES, id);
  }

  private UUID record(TenantId tenant, UUID id, int messages) {
    return record(tenant, STANDING, id, messages);
  }

  private UUID record(TenantId tenant, Standing standing, UUID id, int messages) {
    record(
        Samples.judged(
            id, tenant, KeptJson.shared(standing, new Own(messages)), KeptJson.shared(standing)));
    return id;
  }

  private void record(ExchangeRecord exchange) {
    journal
        .reserve(exchange.tenant(), 100)
        .toCompletableFuture()
        .join()
        .record(exchange, Optional.empty())
        .toCompletableFuture()
        .join();
  }

  private String facts(UUID exchange) {
    return journal.find(Samples.ACME, exchange).orElseThrow().record().facts().text();
  }

  private String decision(UUID exchange) {
    return journal.find(Samples.ACME, exchange).orElseThrow().record().decision().text();
  }

  private int rows() {
    return database.read(handle ->
        handle.createQuery("SELECT count(*) FROM exchange_shared").mapTo(Integer.class).one());
  }
}
