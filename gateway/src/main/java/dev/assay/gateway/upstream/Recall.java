package dev.assay.gateway.upstream;

/**
 * By which a request on its way to a provider is called back because its client went. Used from one
 * event loop.
 */
public final class Recall {
  private boolean called;
  private boolean out;
  private long outNanos;
  private Runnable pending = () -> {};

  /** Nobody waits for the answer any more. */
  public void call() {
    if (!called) {
      called = true;
      pending.run();
    }
  }

  /** All of it is on its way: from now on its provider may work. */
  void wentOut() {
    out = true;
    outNanos = System.nanoTime();
  }

  boolean isOut() {
    return out;
  }

  /** How long all of it has been on its way. */
  long nanosOut() {
    return System.nanoTime() - outNanos;
  }

  boolean called() {
    return called;
  }

  /** What to do then; at once if it was called already. Replaces what was set before. */
  void onCall(Runnable action) {
    pending = action;
    if (called) {
      action.run();
    }
  }
}
