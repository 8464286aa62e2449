package dev.assay.gateway.content;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The data of one server-sent event, apart from the bytes around it.
 *
 * @param before what stands before the data
 * @param data of several lines one line is made, which is the same JSON
 * @param after what stands after it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
record EventData(Buffer before, byte[] data, Buffer after) {
  private static final String FIELD = "data:";

  static EventData of(Buffer event) {
    String text = event.toString(StandardCharsets.UTF_8);
    int at = next(text, 0);
    if (at < 0) {
      return joined(text);
    }
    int end = lineEnd(text, at);
    if (next(text, end) >= 0) {
      return joined(text);
    }
    int from = at + FIELD.length();
    return new EventData(
        Buffer.buffer(text.substring(0, from)),
        text.substring(from, end).getBytes(StandardCharsets.UTF_8),
        Buffer.buffer(text.substring(end)));
  }

  private static EventData joined(String text) {
    StringBuilder others = new StringBuilder();
    StringBuilder data = new StringBuilder();
    text.lines()
        .filter(line -> !line.isEmpty())
        .forEach(line -> {
          if (line.startsWith(FIELD)) {
            data.append(data.isEmpty() ? "" : " ").append(line, FIELD.length(), line.length());
          } else {
            others.append(line).append('\n');
          }
        });
    return new EventData(
        Buffer.buffer(others.append(FIELD).toString()),
        data.toString().getBytes(StandardCharsets.UTF_8),
        Buffer.buffer("\n\n"));
  }

  /** Where a line of data begins, at or after this; -1 where there is none. */
  private static int next(String text, int from) {
    if (text.startsWith(FIELD, from)) {
      return from;
    }
    int line = text.indexOf("\n" + FIELD, from);
    int other = line >= 0 ? line : text.indexOf("\r" + FIELD, from);
    return other < 0 ? -1 : other + 1;
  }

  private static int lineEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  boolean isDone() {
    return new String(data, StandardCharsets.UTF_8).strip().equals("[DONE]");
  }

  Buffer with(byte[] other) {
    return Buffer.buffer(before.length() + other.length + after.length())
        .appendBuffer(before)
        .appendBytes(other)
        .appendBuffer(after);
  }
}
