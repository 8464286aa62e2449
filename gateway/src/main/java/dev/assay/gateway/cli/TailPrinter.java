package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Rows of {@code assay tail}: columns for people, as they came for programs. */
final class TailPrinter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final PrintStream out;
  private final boolean json;
  private boolean headed;

  TailPrinter(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void heading() {
    if (!json && !headed) {
      headed = true;
      out.printf(
          Locale.ROOT,
          "%-8s  %-12s  %-14s  %-16s  %-20s  %-10s  %6s  %9s  %9s  %11s  %4s  %s%n",
          "TIME",
          "TENANT",
          "APP",
          "ENDPOINT",
          "ALIAS",
          "OUTCOME",
          "STATUS",
          "TOTAL",
          "1ST BYTE",
          "TOKENS",
          "INJ",
          "EXCHANGE");
    }
  }

  void row(JsonNode row) {
    if (json) {
      out.println(row);
    } else if (row.has("lost")) {
      out.printf(
          Locale.ROOT,
          "… %d rows lost: they came faster than they were read%n",
          row.path("lost").asLong());
    } else {
      out.printf(
          Locale.ROOT,
          "%-8s  %-12s  %-14s  %-16s  %-20s  %-11s  %6d  %9s  %9s  %11s  %4d  %s%n",
          TIME.format(Instant.parse(row.path("at").asText())),
          Printer.shown(row.path("tenant").asText(), 12),
          Printer.shown(row.path("app").asText(), 14),
          Printer.shown(row.path("endpoint").asText(), 16),
          Printer.shown(row.path("alias").asText(), 20),
          Printer.shown(row.path("outcome").asText().toLowerCase(Locale.ROOT), 11),
          row.path("status").asInt(),
          millis(row.path("total_ms").asDouble()),
          millis(row.path("first_byte_ms").asDouble()),
          row.path("prompt_tokens").asInt() + "+" + row.path("completion_tokens").asInt(),
          row.path("injected").asInt(),
          Printer.shown(row.path("exchange").asText(), 36));
    }
    out.flush();
  }

  private static String millis(double millis) {
    return millis == 0 ? "-" : String.format(Locale.ROOT, "%.1f ms", millis);
  }
}
