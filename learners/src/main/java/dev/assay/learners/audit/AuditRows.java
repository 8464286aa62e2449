package dev.assay.learners.audit;

import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The log's two tables. */
final class AuditRows {
  private AuditRows() {}

  /** An entry's canonical JSON, its leaf hash, and the root over it and all before it, in hex. */
  record Row(long sequence, String entry, String leaf, String root) {}

  /** The head as stored; a tampered one may not fit together, hence both forms. */
  record Head(long size, String root, String peaks) {
    CompactRange range() {
      return CompactRange.unpack(size, peaks);
    }
  }

  static Head head(Handle handle) {
    return handle
        .createQuery("SELECT size, root, peaks FROM audit_head WHERE id = 1")
        .map((row, context) ->
            new Head(row.getLong("size"), row.getString("root"), row.getString("peaks")))
        .findOne()
        .orElseThrow(() ->
            new IllegalStateException(
                "the audit log's head is missing: restore the database from a copy"));
  }

  static void insert(Handle handle, Row row) {
    handle.execute(
        "INSERT INTO audit_entry (sequence, entry, leaf, root) VALUES (?, ?, ?, ?)",
        row.sequence(),
        row.entry(),
        row.leaf(),
        row.root());
  }

  static void moveHead(Handle handle, CompactRange to) {
    handle.execute(
        "UPDATE audit_head SET size = ?, root = ?, peaks = ? WHERE id = 1",
        to.size(),
        HexFormat.of().formatHex(to.root()),
        to.packed());
  }

  static List<Row> after(Handle handle, long sequence, int limit) {
    return handle
        .createQuery(
            "SELECT sequence, entry, leaf, root FROM audit_entry"
                + " WHERE sequence > :after ORDER BY sequence LIMIT :limit")
        .bind("after", sequence)
        .bind("limit", limit)
        .map((row, context) ->
            new Row(
                row.getLong("sequence"),
                row.getString("entry"),
                row.getString("leaf"),
                row.getString("root")))
        .list();
  }
}
