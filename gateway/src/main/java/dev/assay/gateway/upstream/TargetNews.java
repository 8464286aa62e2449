package dev.assay.gateway.upstream;

import dev.assay.config.Fault;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One line when a target stops answering and one when it answers again, never one a request. May be
 * used from several threads.
 */
final class TargetNews {
  /** So often in a row it fails before that is news. */
  static final int IN_A_ROW = 3;

  private final String target;
  private final String whose;
  private final Consumer<String> warn;
  private final Consumer<String> inform;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicBoolean down = new AtomicBoolean();

  /**
   * News of one target.
   *
   * @param target as people know it
   * @param whose whose requests it is about, such as {@code " for tenant acme"}; empty for all
   */
  TargetNews(String target, String whose, Consumer<String> warn, Consumer<String> inform) {
    this.target = target;
    this.whose = whose;
    this.warn = warn;
    this.inform = inform;
  }

  /** It failed; a target that is limited works. */
  void failed(Fault fault) {
    if (fault != Fault.RATE_LIMITED && failures.incrementAndGet() >= IN_A_ROW) {
      tell(why(fault));
    }
  }

  /** So large a share of its answers were errors that it is left alone for a while. */
  void rests() {
    tell("too many errors");
  }

  /** Whether it was told to fail, and not to work again. */
  boolean isBad() {
    return down.get();
  }

  private void tell(String why) {
    if (down.compareAndSet(false, true)) {
      warn.accept("target " + target + " does not work" + whose + ": " + why);
    }
  }

  /** It answered. */
  void works() {
    if (failures.get() != 0) {
      failures.set(0);
    }
    if (down.get() && down.compareAndSet(true, false)) {
      inform.accept("target " + target + " works again" + whose);
    }
  }

  private static String why(Fault fault) {
    return switch (fault) {
      case UNREACHABLE -> "it is unreachable";
      case UNAUTHORIZED -> "it refuses its key";
      case NOT_FOUND -> "it has no such model or endpoint (404)";
      case TIMEOUT -> "it does not answer in time";
      case BROKEN -> "its connections break";
      case OVERLOADED -> "it is overloaded";
      case SERVER_ERROR -> "it answers with server errors";
      case RATE_LIMITED -> "it is limited";
    };
  }
}
