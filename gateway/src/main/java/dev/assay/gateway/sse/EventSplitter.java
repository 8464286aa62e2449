package dev.assay.gateway.sse;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Cuts a stream at the borders of its events (an empty line; WHATWG HTML, "server-sent events"), so
 * that a reader never gets half an event: when the provider dies mid-event, an error event can
 * follow that every client can read. Bytes are not changed.
 */
public final class EventSplitter {
  private static final int LONGEST_BORDER = 3;

  private final int maxEventBytes;
  private Buffer pending = Buffer.buffer();

  public EventSplitter(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Takes a chunk.
   *
   * @return the whole events it completes; empty when it completes none
   * @throws EventTooLarge when an event grows beyond the limit
   */
  public Buffer add(Buffer chunk) {
    if (pending.length() == 0) {
      int border = lastBorder(chunk, 0);
      if (border == chunk.length()) {
        return chunk;
      }
      pending = Buffer.buffer().appendBuffer(chunk, border, chunk.length() - border);
      checkSize();
      return chunk.slice(0, border);
    }
    // What is pending has no border; one may begin in its last two bytes.
    int from = Math.max(0, pending.length() - LONGEST_BORDER + 1);
    pending.appendBuffer(chunk);
    int border = lastBorder(pending, from);
    if (border == 0) {
      checkSize();
      return Buffer.buffer();
    }
    Buffer whole = pending.getBuffer(0, border);
    pending = pending.getBuffer(border, pending.length());
    checkSize();
    return whole;
  }

  /** Bytes of an event whose end has not come. */
  public Buffer rest() {
    return pending;
  }

  /** Shows whole events one by one, each with the empty line that ends it. */
  public static void each(Buffer whole, Consumer<Buffer> reader) {
    int from = 0;
    while (from < whole.length()) {
      int to = Events.end(whole, from);
      reader.accept(whole.getBuffer(from, to));
      from = to;
    }
  }

  private void checkSize() {
    if (pending.length() > maxEventBytes) {
      throw new EventTooLarge(maxEventBytes);
    }
  }

  /** The position after the last empty line that ends at or after {@code from}; 0 for none. */
  private static int lastBorder(Buffer bytes, int from) {
    for (int i = bytes.length() - 1; i > from; i--) {
      byte here = bytes.getByte(i);
      if (here != '\n' && here != '\r') {
        continue;
      }
      byte before = bytes.getByte(i - 1);
      boolean twice = before == here;
      boolean afterCrLf = here == '\n' && before == '\r' && i >= 3 && bytes.getByte(i - 2) == '\n';
      if (twice || afterCrLf) {
        return i + 1;
      }
    }
    return 0;
  }

  /** One event is larger than the limit. */
  public static final class EventTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventTooLarge(int maxBytes) {
      super("the provider sent an event larger than " + maxBytes + " bytes", null, false, false);
    }
  }
}
