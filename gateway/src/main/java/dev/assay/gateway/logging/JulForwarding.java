package dev.assay.gateway.logging;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Hands what libraries log by java.util.logging to the one log there is. */
final class JulForwarding extends Handler {
  private final SimpleFormatter formatter = new SimpleFormatter();

  private JulForwarding() {}

  static void begin() {
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new JulForwarding());
  }

  @Override
  public void publish(LogRecord record) {
    String name = record.getLoggerName() == null ? "java" : record.getLoggerName();
    int severity = record.getLevel().intValue();
    LoggerFactory.getLogger(name)
        .atLevel(
            severity >= Level.SEVERE.intValue()
                ? org.slf4j.event.Level.ERROR
                : severity >= Level.WARNING.intValue()
                    ? org.slf4j.event.Level.WARN
                    : severity >= Level.INFO.intValue()
                        ? org.slf4j.event.Level.INFO
                        : org.slf4j.event.Level.DEBUG)
        .setCause(record.getThrown())
        .log(formatter.formatMessage(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
