package dev.assay.learners.audit;

import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The log of governed acts. An entry commits in one transaction with the state it records, so
 * neither exists without the other: an act whose entry can't be written does not happen.
 *
 * <p>Entries are the leaves of a Merkle tree as in RFC 6962; its size and root are stored with
 * every append. Who can write the database can also write a new log; signed checkpoints kept
 * elsewhere are what shows that.
 */
public final class Audit {
  private static final int MAX_ENTRY_BYTES = 64 * 1024;
  private static final int MAX_PAGE = 1_000;

  private final Database database;
  private final Clock clock;

  public Audit(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Appends an entry in the caller's transaction; see {@link AuditEntry} for the parameters.
   *
   * @throws IllegalArgumentException when the detail can't be written as JSON or is over 64 KiB
   */
  public AuditEntry append(
      Handle handle,
      String actor,
      String action,
      @Nullable TenantId tenant,
      String subject,
      Map<String, Object> detail) {
    CompactRange before = AuditRows.head(handle).range();
    AuditEntry entry =
        new AuditEntry(
            before.size() + 1,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            actor,
            action,
            tenant,
            subject,
            detail);
    byte[] bytes = entry.bytes();
    if (bytes.length > MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an audit entry is at most " + MAX_ENTRY_BYTES + " bytes, this one is " + bytes.length);
    }
    byte[] leaf = CompactRange.leafHash(bytes);
    CompactRange after = before.append(leaf);
    AuditRows.insert(
        handle,
        new AuditRows.Row(
            entry.sequence(),
            new String(bytes, StandardCharsets.UTF_8),
            HexFormat.of().formatHex(leaf),
            HexFormat.of().formatHex(after.root())));
    AuditRows.moveHead(handle, after);
    return entry;
  }

  /** Recomputes the log from its entries' bytes. Blocks; reads everything. */
  public AuditReport verify() {
    return database.read(AuditCheck::run);
  }

  /** Entries after this sequence, oldest first, at most 1,000. Blocks. */
  public List<AuditEntry> entries(long after, int limit) {
    return database.read(handle ->
        AuditRows.after(handle, after, Math.clamp(limit, 1, MAX_PAGE)).stream()
            .map(row -> AuditEntry.parse(row.entry()))
            .toList());
  }

  /** Entries so far and the root over them, in hex. Blocks. */
  public Head head() {
    CompactRange range = database.read(handle -> AuditRows.head(handle).range());
    return new Head(range.size(), HexFormat.of().formatHex(range.root()));
  }

  /** The Merkle tree's head. */
  public record Head(long size, String root) {}
}
