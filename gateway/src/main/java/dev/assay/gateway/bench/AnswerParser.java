package dev.assay.gateway.bench;

import java.io.IOException;
import java.util.Locale;

/**
 * Reads HTTP/1.1 answers as cheaply as a load generator must: status, the body's length or chunks,
 * and the body itself, however the bytes are cut (RFC 9112).
 */
final class AnswerParser {
  private static final int MAX_LINE_BYTES = 16 * 1024;

  private enum At {
    STATUS,
    HEADERS,
    SIZED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    DONE
  }

  /** Takes the body's bytes as they come, with when they were read. */
  interface Body {
    Body IGNORED = (from, start, end, readNanos) -> {};

    void bytes(byte[] from, int start, int end, long readNanos);
  }

  private final Body body;
  private final StringBuilder line = new StringBuilder(128);
  private At at = At.STATUS;
  private int status;
  private long left;
  private boolean chunked;

  AnswerParser(Body body) {
    this.body = body;
  }

  int status() {
    return status;
  }

  /**
   * Takes what was read.
   *
   * @param readNanos {@link System#nanoTime()} after it was
   * @return whether the answer is complete, after which the next one begins
   */
  boolean complete(byte[] read, int end, long readNanos) throws IOException {
    int i = 0;
    while (i < end) {
      if (at == At.SIZED || at == At.CHUNK) {
        int take = (int) Math.min(left, end - i);
        body.bytes(read, i, i + take, readNanos);
        i += take;
        left -= take;
        if (left == 0) {
          at = at == At.SIZED ? At.DONE : At.CHUNK_END;
        }
      } else {
        byte next = read[i++];
        if (next == '\n') {
          line(line.toString());
          line.setLength(0);
        } else if (next != '\r') {
          line.append((char) (next & 0xff));
          if (line.length() > MAX_LINE_BYTES) {
            throw new IOException("an answer's line is longer than is read here");
          }
        }
      }
      if (at == At.DONE) {
        if (i < end) {
          throw new IOException("more was answered than was asked");
        }
        at = At.STATUS;
        return true;
      }
    }
    return false;
  }

  private void line(String it) throws IOException {
    switch (at) {
      case STATUS -> {
        if (!it.startsWith("HTTP/1.") || it.length() < 12) {
          throw new IOException("not an HTTP/1.1 answer: " + it);
        }
        status = Integer.parseInt(it.substring(9, 12));
        left = -1;
        chunked = false;
        at = At.HEADERS;
      }
      case HEADERS -> header(it);
      case CHUNK_SIZE -> {
        int extension = it.indexOf(';');
        left = Long.parseLong((extension < 0 ? it : it.substring(0, extension)).strip(), 16);
        at = left == 0 ? At.TRAILERS : At.CHUNK;
      }
      case CHUNK_END -> at = At.CHUNK_SIZE;
      case TRAILERS -> at = it.isEmpty() ? At.DONE : At.TRAILERS;
      case SIZED, CHUNK, DONE -> throw new IllegalStateException("no line is read here");
    }
  }

  private void header(String it) throws IOException {
    if (it.isEmpty()) {
      if (!chunked && left < 0) {
        throw new IOException("an answer that says neither its length nor that it is chunked");
      }
      at = chunked ? At.CHUNK_SIZE : left == 0 ? At.DONE : At.SIZED;
      return;
    }
    int colon = it.indexOf(':');
    if (colon == 14 && it.regionMatches(true, 0, "content-length", 0, 14)) {
      left = Long.parseLong(it.substring(15).strip());
    } else if (colon == 17 && it.regionMatches(true, 0, "transfer-encoding", 0, 17)) {
      chunked = it.toLowerCase(Locale.ROOT).endsWith("chunked");
    }
  }
}
