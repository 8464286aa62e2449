package dev.assay.gateway.dialect;

import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.Fault;
import dev.assay.gateway.dialect.neutral.Sse;
import dev.assay.gateway.dialect.neutral.StreamReader;
import dev.assay.gateway.dialect.neutral.StreamWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Translates one stream of events while it passes. It invents no ending: only a provider's own last
 * event makes it write the client's.
 */
public final class StreamTranslation {
  private final StreamReader reader;
  private final StreamWriter writer;
  private boolean isStarted;
  private boolean isOver;

  StreamTranslation(StreamReader reader, StreamWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * Translates events.
   *
   * @param whole whole events, as {@link dev.assay.gateway.sse.EventSplitter} gives them
   * @return whole events of the client's API, which may be none; nothing any more after the end
   */
  public Buffer events(Buffer whole) {
    Sse out = new Sse();
    Lines lines = new Lines();
    for (String line :
        (Iterable<String>) whole.toString(StandardCharsets.UTF_8).lines()::iterator) {
      if (line.isEmpty()) {
        event(lines, out);
        lines = new Lines();
      } else {
        lines.add(line, out);
      }
    }
    event(lines, out);
    return out.bytes();
  }

  private void event(Lines lines, Sse out) {
    if (isOver || !lines.hasData()) {
      return;
    }
    try {
      for (Event event : reader.read(lines.name(), lines.data())) {
        write(event, out);
      }
    } catch (Unreadable broken) {
      fail(
          new Fault(
              502,
              "The provider's answer cannot be passed on: " + broken.getMessage() + ".",
              Optional.of("api_error"),
              Optional.empty(),
              Optional.of("upstream_unreadable")),
          out);
    }
  }

  private void write(Event event, Sse out) throws Unreadable {
    switch (event) {
      case Event.Failed failed -> fail(failed.fault(), out);
      case Event.Ended ended -> {
        writer.write(event, out);
        isOver = true;
      }
      case Event.Started started -> {
        if (isStarted) {
          throw new Unreadable("its stream begins twice");
        }
        isStarted = true;
        writer.write(event, out);
      }
      default -> {
        if (!isOver) {
          writer.write(event, out);
        }
      }
    }
  }

  private void fail(Fault fault, Sse out) {
    if (!isOver) {
      isOver = true;
      writer.fail(fault, out);
    }
  }

  /** The lines of one event (WHATWG HTML, "server-sent events"). */
  private static final class Lines {
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private boolean hasData;

    void add(String line, Sse out) {
      if (line.startsWith(":")) {
        out.ping();
      } else if (line.startsWith("data:")) {
        data.append(hasData ? "\n" : "").append(value(line, "data:"));
        hasData = true;
      } else if (line.startsWith("event:")) {
        name = value(line, "event:");
      }
    }

    private static String value(String line, String field) {
      String value = line.substring(field.length());
      return value.startsWith(" ") ? value.substring(1) : value;
    }

    boolean hasData() {
      return hasData;
    }

    String name() {
      return name;
    }

    String data() {
      return data.toString();
    }
  }
}
