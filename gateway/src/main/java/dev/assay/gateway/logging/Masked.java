package dev.assay.gateway.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import com.google.re2j.Pattern;

/**
 * What of a text may stand in the log. Nothing of ours logs credentials or content; this is for
 * what libraries say, whose parsers quote what they could not read.
 */
final class Masked {
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?i)\\b(?:sk|pk)-[a-z0-9_-]{6,}|\\bbearer\\s+[^\\s\"',;]+");

  private static final int MAX_CHARS = 4_096;
  private static final int MAX_FRAMES = 60;
  private static final int MAX_CAUSES = 8;

  private Masked() {}

  static String text(String text) {
    String bounded = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
    return CREDENTIAL.matcher(bounded).replaceAll("[secret]");
  }

  /** A failure with its causes, as Java prints it, but for what parsers quote. */
  static String failure(IThrowableProxy failure) {
    StringBuilder told = new StringBuilder();
    IThrowableProxy at = failure;
    for (int i = 0; at != null && i < MAX_CAUSES; i++) {
      told.append(i == 0 ? "" : "\nCaused by: ").append(head(at));
      StackTraceElementProxy[] frames = at.getStackTraceElementProxyArray();
      for (int frame = 0; frame < Math.min(frames.length, MAX_FRAMES); frame++) {
        told.append("\n\t").append(frames[frame].getSTEAsString());
      }
      at = at.getCause();
    }
    return told.toString();
  }

  /** Its class, and its message where that quotes nothing. */
  static String head(IThrowableProxy failure) {
    String message = failure.getMessage();
    return message == null || isParser(failure.getClassName())
        ? failure.getClassName()
        : failure.getClassName() + ": " + text(message);
  }

  private static boolean isParser(String className) {
    return className.startsWith("com.fasterxml.jackson.")
        || className.startsWith("io.vertx.core.json.")
        || className.startsWith("org.yaml.");
  }
}
