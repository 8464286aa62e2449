package dev.assay.gateway.content;

import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ContentFinding.Action;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A body that was looked through.
 *
 * @param findings what was found in it, in its order; at most 64
 * @param blocked whether it may not pass
 * @param body what may pass: the same bytes where nothing had to go
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public record Screened(List<ContentFinding> findings, boolean blocked, byte[] body) {
  public Screened {
    findings = List.copyOf(findings);
  }

  /** The strictest thing that was done, as clients and figures are told it. */
  public static Optional<Action> strictest(List<ContentFinding> findings) {
    return findings.stream().map(ContentFinding::action).max(Comparator.naturalOrder());
  }

  /** What was blocked, and where, in words. */
  public static String blockedIn(List<ContentFinding> findings) {
    return findings.stream()
        .filter(finding -> finding.action() == Action.BLOCKED)
        .findFirst()
        .map(finding -> finding.rule().replace('_', ' ') + " in " + finding.place())
        .orElse("content");
  }
}
