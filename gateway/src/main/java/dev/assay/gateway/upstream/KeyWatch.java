package dev.assay.gateway.upstream;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for the gateway's own key in an answer that passes as it comes: some servers repeat what
 * they were asked with. What may be the key's beginning waits for what follows.
 */
public final class KeyWatch {
  /**
   * What a server without keys is configured with, such as {@code none}, is a word and no secret.
   */
  static final int MIN_CHARS = 16;

  private final byte[] key;
  private byte[] waiting = new byte[0];
  private boolean caught;

  KeyWatch(String key) {
    this.key = (key.length() < MIN_CHARS ? "" : key).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the key was seen; nothing passes from then on. */
  public boolean caught() {
    return caught;
  }

  /** What of the answer so far may pass. */
  public Buffer pass(Buffer piece) {
    if (caught || key.length == 0) {
      return caught ? Buffer.buffer() : piece;
    }
    byte[] all = Arrays.copyOf(waiting, waiting.length + piece.length());
    piece.getBytes(0, piece.length(), all, waiting.length);
    int at = 0;
    while (at < all.length && !begins(all, at)) {
      at++;
    }
    caught = all.length - at >= key.length;
    if (waiting.length == 0 && at == all.length) {
      return piece;
    }
    waiting = Arrays.copyOfRange(all, at, all.length);
    return Buffer.buffer(Arrays.copyOf(all, at));
  }

  /** What waited, as nothing follows. */
  public Buffer rest() {
    return caught ? Buffer.buffer() : Buffer.buffer(waiting);
  }

  /** Whether the key, or as much of it as there can be, stands here. */
  private boolean begins(byte[] all, int at) {
    int length = Math.min(key.length, all.length - at);
    return Arrays.equals(all, at, at + length, key, 0, length);
  }
}
