package dev.assay.config;

/**
 * What the data plane takes on at once, over all tenants. One tenant alone gets two thirds of what
 * is counted here, and each of several an equal part.
 *
 * @param maxRequestBytes largest request body
 * @param maxUploadBytes largest body that streams by
 * @param maxEventBytes largest event of a stream
 * @param pingMillis how long a stream may be silent before its client is sent a comment
 * @param maxHeaderBytes all headers of a request together
 * @param maxConcurrentRequests requests being served at once; more are answered 503
 * @param maxConcurrentBytes what the bodies of those may hold of memory
 * @param journalSlots exchanges being served or waiting to be written
 * @param journalBytes how much of memory those may hold
 * @param clientStallMillis how long a client may leave the bytes of its answer unread, or send
 *     nothing of a body that streams by
 * @param clientQuietMillis how long a connection may be without a whole request
 */
public record DataPlaneLimits(
    int maxRequestBytes,
    long maxUploadBytes,
    int maxEventBytes,
    long pingMillis,
    int maxHeaderBytes,
    int maxConcurrentRequests,
    long maxConcurrentBytes,
    int journalSlots,
    long journalBytes,
    long clientStallMillis,
    long clientQuietMillis) {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** What stands for a file that says nothing about limits. */
  public static final DataPlaneLimits DEFAULT =
      new DataPlaneLimits(
          4 * MIB,
          512L * MIB,
          MIB,
          15_000,
          16 * KIB,
          4_096,
          128L * MIB,
          4_096,
          64L * MIB,
          30_000,
          75_000);
}
