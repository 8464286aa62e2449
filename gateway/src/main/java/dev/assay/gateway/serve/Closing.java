package dev.assay.gateway.serve;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes parts; one that fails doesn't keep the others open. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  /** In the opposite order of the list. */
  static void all(List<? extends AutoCloseable> parts) {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } catch (Exception failure) {
        LOG.warn("{} did not close", part.getClass().getSimpleName(), failure);
      }
    }
  }
}
