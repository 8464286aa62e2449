package dev.assay.learners.journal;

/**
 * No slot became free in time: the tenant has too much under way, or the disk does not keep up.
 * Nothing was served; retry later.
 */
public final class JournalFull extends RuntimeException {
  public JournalFull(String message) {
    super(message);
  }
}
