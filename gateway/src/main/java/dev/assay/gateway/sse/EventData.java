package dev.assay.gateway.sse;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The data of one server-sent event, apart from the bytes around it (WHATWG HTML, "parsing an event
 * stream": CR, LF and CRLF each end a line, and a leading byte order mark is none of it). Only a
 * stream's first event may begin with that mark; there are readers that skip it before any.
 *
 * @param before what stands before the data
 * @param data of several lines one line is made, which is the same JSON
 * @param after what stands after it
 * @param lines of how many lines it was made; none in a comment
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public record EventData(Buffer before, byte[] data, Buffer after, int lines) {
  private static final String FIELD = "data";
  private static final String WITH_VALUE = "data:";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Takes one event apart. */
  public static EventData of(Buffer event) {
    String text = event.toString(StandardCharsets.UTF_8);
    Reader reader = new Reader();
    each(text, line -> reader.add(text, line));
    return reader.lines == 1 && reader.from >= 0 ? reader.single(text) : reader.joined();
  }

  /** The data alone; empty where there is none. */
  static String text(String event) {
    StringBuilder data = new StringBuilder();
    each(event, line -> append(data, event, line));
    return data.toString().strip();
  }

  /** One line without what ends it. */
  private record Line(int from, int to) {
    boolean isData(String text) {
      boolean bare = to - from == FIELD.length() && text.startsWith(FIELD, from);
      return bare || text.startsWith(WITH_VALUE, from);
    }
  }

  private static final class Reader {
    private final StringBuilder others = new StringBuilder();
    private final StringBuilder data = new StringBuilder();
    private int lines;
    private int from = -1;
    private int to;

    void add(String text, Line line) {
      if (line.isData(text)) {
        lines++;
        append(data, text, line);
        from = text.startsWith(WITH_VALUE, line.from()) ? line.from() + WITH_VALUE.length() : -1;
        to = line.to();
      } else if (line.to() > line.from()) {
        others.append(text, line.from(), line.to()).append('\n');
      }
    }

    EventData single(String text) {
      return new EventData(
          Buffer.buffer(text.substring(0, from)),
          text.substring(from, to).getBytes(StandardCharsets.UTF_8),
          Buffer.buffer(text.substring(to)),
          lines);
    }

    EventData joined() {
      return new EventData(
          Buffer.buffer(others.append(WITH_VALUE).toString()),
          data.toString().getBytes(StandardCharsets.UTF_8),
          Buffer.buffer("\n\n"),
          lines);
    }
  }

  private static void append(StringBuilder data, String text, Line line) {
    if (line.isData(text)) {
      int from = Math.min(line.to(), line.from() + WITH_VALUE.length());
      // A blank and a line's end are the same to JSON, and a blank needs no line of its own.
      data.append(data.isEmpty() ? "" : " ").append(text, from, line.to());
    }
  }

  private static void each(String text, Consumer<Line> reader) {
    int from = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    while (from < text.length()) {
      int to = from;
      while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
        to++;
      }
      reader.accept(new Line(from, to));
      from = text.startsWith("\r\n", to) ? to + 2 : to + 1;
    }
  }

  /** Whether it is the last word of a stream of chat completions. */
  public boolean isDone() {
    return new String(data, StandardCharsets.UTF_8).strip().equals("[DONE]");
  }

  /** The event with other data. */
  public Buffer with(byte[] other) {
    return Buffer.buffer(before.length() + other.length + after.length())
        .appendBuffer(before)
        .appendBytes(other)
        .appendBuffer(after);
  }
}
