package dev.assay.gateway.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %masked}: the message, {@link Masked}. */
public final class MaskedMessage extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Masked.text(String.valueOf(event.getFormattedMessage()));
  }
}
