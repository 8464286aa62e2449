package dev.assay.gateway.bench;

import java.io.IOException;
import java.util.function.Supplier;

/** A way of sending requests for some time. */
interface Load {
  /** Told when the first request is about to go and when the last is answered. */
  interface Gauge {
    void begin() throws IOException;

    void end() throws IOException;
  }

  /**
   * Sends. Blocks until the last answer is here.
   *
   * @param prompts makes a body that no other request has; called from many threads
   * @throws IOException when a connection broke or an answer did not come
   */
  Findings run(Subject subject, Supplier<byte[]> prompts, long nanos, Gauge gauge)
      throws IOException, InterruptedException;
}
