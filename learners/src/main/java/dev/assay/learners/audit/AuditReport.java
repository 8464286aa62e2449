package dev.assay.learners.audit;

import java.util.OptionalLong;

/**
 * What checking the whole log found.
 *
 * @param entries entries the stored head speaks of
 * @param verified entries that are proved unaltered, from the first; all of them when nothing broke
 * @param firstBroken the first sequence at which the log is not what was written
 * @param message what is wrong there, or that all is well
 * @param root the stored head's root, in hex
 */
public record AuditReport(
    long entries, long verified, OptionalLong firstBroken, String message, String root) {

  /** Whether nothing broke. */
  public boolean intact() {
    return firstBroken.isEmpty();
  }
}
