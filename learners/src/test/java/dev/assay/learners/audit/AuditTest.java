package dev.assay.learners.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.learners.store.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {
  private static final int ENTRIES = 1_100;

  @TempDir Path folder;
  private Database database;
  private Audit audit;

  @BeforeEach
  void openAndFill() {
    database = Database.open(folder, Migrations.FOLDERS);
    audit = new Audit(database, Clock.fixed(Samples.NOON, ZoneOffset.UTC));
    database
        .write(handle -> {
          for (int i = 1; i <= ENTRIES; i++) {
            audit.append(
                handle, "admin", "key.create", Samples.ACME, "k" + i, Map.of("app", "web"));
          }
          return true;
        })
        .toCompletableFuture()
        .join();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anUntouchedLogVerifiesWhole() {
    assertThat(audit.verify())
        .isEqualTo(
            new AuditReport(
                ENTRIES, ENTRIES, OptionalLong.empty(), "all entries verify", audit.head().root()));
  }

  @Test
  void anEntrysBytesAreItsCanonicalJsonWithoutAnyLink() {
    AuditEntry first = audit.entries(0, 1).getFirst();

    assertThat(new String(first.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"action\":\"key.create\",\"actor\":\"admin\",\"at\":\"2026-03-01T12:00:00Z\","
                + "\"detail\":{\"app\":\"web\"},\"sequence\":1,\"subject\":\"k1\","
                + "\"tenant\":\"acme\"}");
  }

  @Test
  void anAlteredByteIsFoundWhereItIs() {
    AuditReport report =
        tampered(
            "UPDATE audit_entry SET entry = replace(entry, 'k700', 'k701') WHERE sequence=700");

    assertThat(report.firstBroken()).hasValue(700);
    assertThat(report.verified()).isEqualTo(699);
    assertThat(report.message()).contains("altered");
  }

  @Test
  void anEntryRewrittenWithItsLeafHashDoesNotContinueTheLog() {
    AuditEntry forged =
        new AuditEntry(700, Samples.NOON, "admin", "key.create", null, "forged", Map.of());
    String leaf = java.util.HexFormat.of().formatHex(CompactRange.leafHash(forged.bytes()));
    AuditReport report =
        tampered(
            "UPDATE audit_entry SET entry = '"
                + new String(forged.bytes(), StandardCharsets.UTF_8)
                + "', leaf = '"
                + leaf
                + "' WHERE sequence = 700");

    assertThat(report.firstBroken()).hasValue(700);
    assertThat(report.message()).contains("does not continue");
  }

  @Test
  void aDeletedEntryIsMissed() {
    AuditReport report = tampered("DELETE FROM audit_entry WHERE sequence = 501");

    assertThat(report.firstBroken()).hasValue(501);
    assertThat(report.message()).contains("missing");
  }

  @Test
  void aCutOffEndIsMissed() {
    AuditReport report = tampered("DELETE FROM audit_entry WHERE sequence > 1000");

    assertThat(report.firstBroken()).hasValue(1_001);
    assertThat(report.verified()).isEqualTo(1_000);
    assertThat(report.message()).contains("cut off");
  }

  @Test
  void anAlteredHeadIsFound() {
    assertThat(tampered("UPDATE audit_head SET root = peaks").message()).contains("head was");
    assertThat(tampered("UPDATE audit_head SET size = 1").firstBroken()).hasValue(2);
  }

  @Test
  void anActWhoseEntryCannotBeWrittenDoesNotHappen() {
    execute("DROP TABLE audit_head");

    assertThatThrownBy(() ->
            database
                .write(handle -> {
                  database.feed().publish(handle, Topic.KEYS, null, "governed");
                  return audit.append(handle, "admin", "key.create", null, "governed", Map.of());
                })
                .toCompletableFuture()
                .join())
        .isNotNull();
    assertThat(count("SELECT count(*) FROM feed")).isZero();
  }

  @Test
  void anEntryIsBounded() {
    assertThatThrownBy(() ->
            database
                .write(handle ->
                    audit.append(
                        handle, "admin", "x", null, "s", Map.of("much", "x".repeat(70_000))))
                .toCompletableFuture()
                .join())
        .hasMessageContaining("at most 65536 bytes");
  }

  @Test
  void entriesArePagedInOrder() {
    assertThat(audit.entries(1_098, 10))
        .extracting(AuditEntry::sequence)
        .containsExactly(1_099L, 1_100L);
    assertThat(audit.entries(0, 100_000)).hasSize(1_000);
  }

  private AuditReport tampered(String sql) {
    execute(sql);
    return audit.verify();
  }

  private void execute(String sql) {
    database.write(handle -> handle.execute(sql)).toCompletableFuture().join();
  }

  private int count(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }
}
