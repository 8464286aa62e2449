package dev.assay.gateway.running;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens for what nobody caught: whatever else a test sees, that is a mistake of ours. */
final class Mistakes {
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

  private Mistakes() {}

  static Mistakes watch(Vertx vertx) {
    Mistakes mistakes = new Mistakes();
    vertx.exceptionHandler(mistakes.uncaught::add);
    return mistakes;
  }

  /** Fails when there was one. */
  void complain() {
    if (!uncaught.isEmpty()) {
      AssertionError error =
          new AssertionError(uncaught.size() + " uncaught on event loops: " + uncaught);
      uncaught.forEach(error::addSuppressed);
      throw error;
    }
  }
}
