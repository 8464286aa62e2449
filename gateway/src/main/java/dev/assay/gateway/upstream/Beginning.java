package dev.assay.gateway.upstream;

import dev.assay.gateway.sse.EventSplitter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A stream's bytes up to its first event, until somebody reads them. */
final class Beginning {
  /** What is longer is no beginning any more. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final Pattern DATA = Pattern.compile("(?m)^data:");

  private final EventSplitter splitter = new EventSplitter(MAX_BYTES);
  private Buffer bytes = Buffer.buffer();
  private End end = End.NONE;

  /** How it ended, if it did before it was read. */
  enum End {
    NONE,
    WHOLE,
    BROKEN
  }

  /** More of it; whether an event is whole now that is more than a comment. */
  boolean add(Buffer more) {
    bytes.appendBuffer(more);
    try {
      String events = splitter.add(more).toString(StandardCharsets.UTF_8);
      return bytes.length() > MAX_BYTES || DATA.matcher(events).find();
    } catch (EventSplitter.EventTooLarge tooLarge) {
      // Whoever reads it has a limit of its own.
      return true;
    }
  }

  void ended() {
    end = End.WHOLE;
  }

  void broke() {
    end = End.BROKEN;
  }

  End end() {
    return end;
  }

  /** What came, once. */
  Buffer take() {
    Buffer taken = bytes;
    bytes = Buffer.buffer();
    return taken;
  }
}
