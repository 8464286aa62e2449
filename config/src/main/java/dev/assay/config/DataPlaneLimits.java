package dev.assay.config;

/**
 * What the data plane takes on at once, over all tenants.
 *
 * @param maxRequestBytes largest request body
 * @param maxHeaderBytes all headers of a request together
 * @param maxConcurrentRequests requests being served at once; more are answered 503
 * @param journalSlots exchanges being served or waiting to be written
 * @param journalBytes how much of memory those may hold
 */
public record DataPlaneLimits(
    int maxRequestBytes,
    int maxHeaderBytes,
    int maxConcurrentRequests,
    int journalSlots,
    long journalBytes) {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** What stands for a file that says nothing about limits. */
  public static final DataPlaneLimits DEFAULT =
      new DataPlaneLimits(4 * MIB, 16 * KIB, 4_096, 4_096, 64L * MIB);
}
