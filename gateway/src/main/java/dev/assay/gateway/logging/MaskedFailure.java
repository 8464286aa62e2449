package dev.assay.gateway.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %failure}: what was thrown, {@link Masked}, on lines of its own. */
public final class MaskedFailure extends ThrowableHandlingConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return event.getThrowableProxy() == null
        ? ""
        : "\n" + Masked.failure(event.getThrowableProxy());
  }
}
