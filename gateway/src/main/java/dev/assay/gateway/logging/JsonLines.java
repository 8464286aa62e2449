package dev.assay.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code message}, what was
 * said beside it ({@code exchange}, above all), and {@code error} with its {@code stack}.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NOTHING = new byte[0];

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("message", Masked.text(String.valueOf(event.getFormattedMessage())));
    @Nullable List<KeyValuePair> beside = event.getKeyValuePairs();
    if (beside != null) {
      beside.forEach(pair -> line.putIfAbsent(pair.key, Masked.text(String.valueOf(pair.value))));
    }
    if (event.getThrowableProxy() != null) {
      line.put("error", Masked.head(event.getThrowableProxy()));
      line.put("stack", Masked.failure(event.getThrowableProxy()));
    }
    try {
      return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a map of strings is JSON", impossible);
    }
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
