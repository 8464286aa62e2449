package dev.assay.gateway.running;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Vert.x's own blocked-thread checker, as an assertion. */
final class BlockedLoops {
  private static final int SHOWN = 25;

  private final List<String> reports = new CopyOnWriteArrayList<>();

  static BlockedLoops watch(Vertx vertx) {
    BlockedLoops loops = new BlockedLoops();
    ((VertxInternal) vertx)
        .blockedThreadChecker()
        .setThreadBlockedHandler(event -> {
          List<StackTraceElement> stack = Arrays.asList(event.thread().getStackTrace());
          // A starved machine holds up any thread, and loading and linking classes takes long on
          // one.
          if (has(stack, "dev.assay.")
              && !has(stack, "java.lang.ClassLoader")
              && !has(stack, "java.lang.invoke.")) {
            loops.reports.add(
                event.duration() / 1_000_000
                    + " ms in "
                    + stack.subList(0, Math.min(SHOWN, stack.size())));
          }
        });
    return loops;
  }

  private static boolean has(List<StackTraceElement> stack, String name) {
    return stack.stream().anyMatch(at -> at.getClassName().startsWith(name));
  }

  void complain() {
    if (!reports.isEmpty()) {
      throw new AssertionError("an event loop was blocked: " + reports);
    }
  }
}
