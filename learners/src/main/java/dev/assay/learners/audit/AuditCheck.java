package dev.assay.learners.audit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Walks the log from its first entry and stops at the first that is not what was written. */
final class AuditCheck {
  private static final int PAGE = 500;

  private final AuditRows.Head head;
  private CompactRange rebuilt = CompactRange.EMPTY;

  private AuditCheck(AuditRows.Head head) {
    this.head = head;
  }

  static AuditReport run(Handle handle) {
    return new AuditCheck(AuditRows.head(handle)).walk(handle);
  }

  private AuditReport walk(Handle handle) {
    while (true) {
      List<AuditRows.Row> page = AuditRows.after(handle, rebuilt.size(), PAGE);
      for (AuditRows.Row row : page) {
        String flaw = flawOf(row);
        if (!flaw.isEmpty()) {
          return broken(flaw);
        }
      }
      if (page.size() < PAGE) {
        return atTheEnd();
      }
    }
  }

  /** What is wrong with the next entry, or nothing; an entry without a flaw is taken up. */
  private String flawOf(AuditRows.Row row) {
    if (row.sequence() != rebuilt.size() + 1) {
      return "the entry is missing";
    }
    byte[] leaf = CompactRange.leafHash(row.entry().getBytes(StandardCharsets.UTF_8));
    if (!hex(leaf).equals(row.leaf())) {
      return "the entry's bytes were altered";
    }
    CompactRange next = rebuilt.append(leaf);
    if (!hex(next.root()).equals(row.root())) {
      return "the entry does not continue the log before it";
    }
    rebuilt = next;
    return "";
  }

  private AuditReport atTheEnd() {
    if (rebuilt.size() < head.size()) {
      return broken("the log ends before its head: entries were cut off");
    }
    if (rebuilt.size() > head.size()) {
      return new AuditReport(
          head.size(),
          head.size(),
          OptionalLong.of(head.size() + 1),
          "entries stand after the log's head",
          head.root());
    }
    if (!hex(rebuilt.root()).equals(head.root()) || !rebuilt.packed().equals(head.peaks())) {
      return broken("the log's head was altered");
    }
    return new AuditReport(
        head.size(), head.size(), OptionalLong.empty(), "all entries verify", head.root());
  }

  private AuditReport broken(String flaw) {
    return new AuditReport(
        head.size(), rebuilt.size(), OptionalLong.of(rebuilt.size() + 1), flaw, head.root());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
