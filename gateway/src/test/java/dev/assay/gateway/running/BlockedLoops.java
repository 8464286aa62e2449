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
          if (isOurs(stack)) {
            loops.reports.add(
                event.duration() / 1_000_000
                    + " ms in "
                    + stack.subList(0, Math.min(SHOWN, stack.size())));
          }
        });
    return loops;
  }

  /**
   * Whether code of ours holds the loop up. A starved machine holds up any thread, and there the
   * machine's own loading and linking of classes takes long: what our code waits for in that way is
   * not ours, but only while it waits for it, and not whenever such a frame lies somewhere below.
   */
  private static boolean isOurs(List<StackTraceElement> stack) {
    for (StackTraceElement at : stack) {
      if (at.getClassName().startsWith("dev.assay.")) {
        return true;
      }
      if (loads(at)) {
        return false;
      }
    }
    return false;
  }

  private static boolean loads(StackTraceElement at) {
    return at.getClassName().equals("java.lang.ClassLoader")
        || at.getClassName().equals("java.lang.invoke.MethodHandleNatives");
  }

  void complain() {
    if (!reports.isEmpty()) {
      throw new AssertionError("an event loop was blocked: " + reports);
    }
  }
}
