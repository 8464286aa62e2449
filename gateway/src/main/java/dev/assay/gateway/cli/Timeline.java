package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/** Where an exchange's time went, as bars over one axis. */
final class Timeline {
  private static final int WIDTH = 48;

  private final PrintStream out;

  Timeline(PrintStream out) {
    this.out = out;
  }

  /**
   * Draws it.
   *
   * @param timings microseconds; what came since arrival is 0 where it never came
   */
  void draw(JsonNode timings) {
    long total = Math.max(1, timings.path("totalMicros").asLong());
    long sent = total - timings.path("upstreamMicros").asLong();
    long judged = timings.path("judgedMicros").asLong();
    long injected = timings.path("injectedMicros").asLong();
    long first = timings.path("firstByteMicros").asLong();
    if (judged > 0) {
      bar("read and judged", 0, judged, total);
    }
    if (injected > 0) {
      bar("chosen what to inject", judged, injected, total);
    }
    if (timings.path("upstreamMicros").asLong() > 0) {
      long answered = first > 0 ? first : total;
      bar("waited for an answer", sent, answered, total);
      if (first > 0) {
        bar("passed it on", first, total, total);
      }
    }
    out.printf(
        Locale.ROOT,
        "  %-22s %s, of which %s in the gateway itself%n",
        "in all",
        millis(total),
        millis(timings.path("overheadMicros").asLong()));
  }

  private void bar(String what, long from, long to, long total) {
    int start = Math.clamp(from * WIDTH / total, 0, WIDTH - 1);
    int end = Math.clamp((to * WIDTH + total - 1) / total, start + 1, WIDTH);
    out.printf(
        Locale.ROOT,
        "  %-22s |%s%s%s| %s%n",
        what,
        " ".repeat(start),
        "=".repeat(end - start),
        " ".repeat(WIDTH - end),
        millis(Math.max(0, to - from)));
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.2f ms", micros / 1000.0);
  }
}
