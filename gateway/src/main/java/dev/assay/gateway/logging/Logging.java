package dev.assay.gateway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * How the log is written.
 *
 * @param format for people or for programs
 * @param level what of ours is told; as the shipped configuration says where it is empty
 */
public record Logging(Format format, Optional<Level> level) {
  /** The variable that says it: a format, a level, or both with a comma between. */
  public static final String VARIABLE = "ASSAY_LOG";

  private static final String CONNECTIONS = "io.vertx.core.net.impl.ConnectionBase";
  private static final List<Level> LEVELS =
      List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.OFF);

  /** Who reads it. */
  public enum Format {
    TEXT,
    JSON
  }

  /**
   * What the environment says; nothing said is text.
   *
   * @throws IllegalArgumentException for a word that is neither a format nor a level
   */
  public static Logging of(Map<String, String> env) {
    Format format = Format.TEXT;
    Optional<Level> level = Optional.empty();
    for (String part : env.getOrDefault(VARIABLE, "").split(",", -1)) {
      String word = part.strip().toUpperCase(Locale.ROOT);
      Optional<Level> named =
          LEVELS.stream().filter(known -> known.toString().equals(word)).findFirst();
      if (named.isPresent()) {
        level = named;
      } else if (word.equals("JSON") || word.equals("TEXT")) {
        format = Format.valueOf(word);
      } else if (!word.isEmpty()) {
        throw new IllegalArgumentException(
            VARIABLE
                + " is text or json, a level of TRACE, DEBUG, INFO, WARN, ERROR or OFF, or both with a"
                + " comma between.");
      }
    }
    return new Logging(format, level);
  }

  public Logging as(Format other) {
    return new Logging(other, level);
  }

  /** From now on, for all of this process; what libraries say by java.util.logging comes too. */
  public void begin() {
    JulForwarding.begin();
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("the log is not Logback's");
    }
    // Quotes what a peer sent that was no HTTP; metrics and the journal tell of broken connections.
    context.getLogger(CONNECTIONS).setLevel(Level.OFF);
    level.ifPresent(it -> context.getLogger("dev.assay").setLevel(it));
    if (format == Format.JSON) {
      Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      for (Iterator<Appender<ILoggingEvent>> it = root.iteratorForAppenders(); it.hasNext(); ) {
        if (it.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
          JsonLines lines = new JsonLines();
          lines.setContext(context);
          lines.start();
          appender.setEncoder(lines);
        }
      }
    }
  }
}
