package dev.assay.gateway.running;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What is logged as an error until it is closed, by whomever; but for resets of connections, which
 * a test's own sockets cause when they are closed with something unread.
 */
public final class LoggedErrors implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private LoggedErrors() {
    appender.start();
    root.addAppender(appender);
  }

  public static LoggedErrors watch() {
    return new LoggedErrors();
  }

  public List<String> all() {
    return List.copyOf(appender.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .filter(event -> !event.getFormattedMessage().equals("Connection reset"))
        .map(event ->
            event.getLoggerName()
                + ": "
                + event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                    ? ""
                    : ": " + event.getThrowableProxy().getMessage()))
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    appender.stop();
  }
}
