package dev.assay.learners.store;

/**
 * The store could not take or answer something: its queue is full, the disk is full or failed, or
 * it is closed. Whatever was asked was not acknowledged; the message says what to do.
 */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
