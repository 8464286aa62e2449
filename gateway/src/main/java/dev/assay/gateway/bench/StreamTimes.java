package dev.assay.gateway.bench;

import java.nio.charset.StandardCharsets;

/**
 * When the chunks of a stream came. The bench's provider writes into each when it sent it, by the
 * clock that all processes of one machine share, so that the way of every single chunk is known.
 */
final class StreamTimes implements AnswerParser.Body {
  /** Before the digits of {@link System#nanoTime()} at which the provider sent the chunk. */
  static final String STAMP = "\"@";

  private static final int MAX_EVENT_CHARS = 64 * 1024;

  private final Findings found;
  private final StringBuilder pending = new StringBuilder();
  private long startNanos;
  private long lastNanos;

  StreamTimes(Findings found) {
    this.found = found;
  }

  void begin(long nanos) {
    startNanos = nanos;
    lastNanos = 0;
    pending.setLength(0);
  }

  @Override
  public void bytes(byte[] from, int start, int end, long readNanos) {
    pending.append(new String(from, start, end - start, StandardCharsets.ISO_8859_1));
    int event = 0;
    for (int border = pending.indexOf("\n\n"); border >= 0; ) {
      chunk(pending.substring(event, border), readNanos);
      event = border + 2;
      border = pending.indexOf("\n\n", event);
    }
    pending.delete(0, event);
    if (pending.length() > MAX_EVENT_CHARS) {
      throw new IllegalStateException("an event is longer than is read here");
    }
  }

  private void chunk(String event, long readNanos) {
    int stamp = event.indexOf(STAMP);
    if (stamp < 0) {
      return;
    }
    int from = stamp + STAMP.length();
    int to = event.indexOf('"', from);
    found.pass().add(readNanos - Long.parseLong(event.substring(from, to)));
    if (lastNanos == 0) {
      found.first().add(readNanos - startNanos);
    } else {
      found.gap().add(readNanos - lastNanos);
      if (readNanos == lastNanos) {
        found.merged();
      }
    }
    lastNanos = readNanos;
  }
}
