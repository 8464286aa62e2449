package dev.assay.gateway.upstream;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for the gateway's own credentials in an answer that passes as it comes: some servers repeat
 * what they were asked with. What may be the beginning of one waits for what follows.
 */
public final class KeyWatch {
  /**
   * What a server without keys is configured with, such as {@code none}, is a word and no secret.
   */
  static final int MIN_CHARS = 16;

  /** Between a scheme and its credential, and between cookies. */
  private static final Pattern BETWEEN = Pattern.compile("[ ;,]+");

  private final List<byte[]> keys;
  private byte[] waiting = new byte[0];
  private boolean caught;

  /** For these, each as it stands in a header. */
  KeyWatch(Collection<String> credentials) {
    this.keys =
        credentials.stream()
            .flatMap(KeyWatch::secrets)
            .distinct()
            .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
            .toList();
  }

  /** The long words of a value, such as what follows {@code Bearer}, else the value itself. */
  private static Stream<String> secrets(String value) {
    List<String> words =
        BETWEEN.splitAsStream(value).filter(word -> word.length() >= MIN_CHARS).toList();
    return words.isEmpty()
        ? Stream.of(value).filter(whole -> whole.length() >= MIN_CHARS)
        : words.stream();
  }

  /** Whether one was seen; nothing passes from then on. */
  public boolean caught() {
    return caught;
  }

  /** What of the answer so far may pass. */
  public Buffer pass(Buffer piece) {
    if (caught || keys.isEmpty()) {
      return caught ? Buffer.buffer() : piece;
    }
    byte[] all = Arrays.copyOf(waiting, waiting.length + piece.length());
    piece.getBytes(0, piece.length(), all, waiting.length);
    int first = all.length;
    for (int at = 0; at < all.length && !caught; at++) {
      if (begins(all, at)) {
        first = Math.min(first, at);
        caught = stands(all, at);
      }
    }
    if (waiting.length == 0 && first == all.length) {
      return piece;
    }
    waiting = Arrays.copyOfRange(all, first, all.length);
    return Buffer.buffer(Arrays.copyOf(all, first));
  }

  /** What waited, as nothing follows. */
  public Buffer rest() {
    return caught ? Buffer.buffer() : Buffer.buffer(waiting);
  }

  /** Whether a key, or as much of it as there can be, stands here. */
  private boolean begins(byte[] all, int at) {
    for (byte[] key : keys) {
      int length = Math.min(key.length, all.length - at);
      // Answers have millions of bytes, and nearly all differ here.
      if (all[at] == key[0] && Arrays.equals(all, at, at + length, key, 0, length)) {
        return true;
      }
    }
    return false;
  }

  private boolean stands(byte[] all, int at) {
    for (byte[] key : keys) {
      if (all.length - at >= key.length
          && Arrays.equals(all, at, at + key.length, key, 0, key.length)) {
        return true;
      }
    }
    return false;
  }
}
