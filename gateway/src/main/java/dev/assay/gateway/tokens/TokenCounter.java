package dev.assay.gateway.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts tokens as OpenAI's models cut text, by jtokkit. Models of others cut it otherwise, so
 * theirs is an estimate.
 *
 * <p>The first count of a vocabulary loads it: about half a second and 30 MB. May be used from
 * several threads.
 */
public final class TokenCounter {
  /** The longest text of which every character is counted. */
  public static final int MAX_COUNTED_CHARS = 16 * 1024;

  /**
   * The cost of joining bytes to tokens grows faster than a run of one kind of characters, so no
   * run is longer than this. A cut costs a token at most.
   */
  static final int PIECE_CHARS = 1024;

  private static final int PIECES = MAX_COUNTED_CHARS / PIECE_CHARS;

  /** Whatever the pieces of a long text say, so many characters are a token at least. */
  static final int MAX_CHARS_PER_TOKEN = 16;

  /** Begun with the first count: what nobody counts with costs a start nothing. */
  private static final class Vocabularies {
    static final EncodingRegistry ALL = Encodings.newLazyEncodingRegistry();
  }

  /**
   * About how many tokens a text has. Of one longer than {@link #MAX_COUNTED_CHARS}, pieces of
   * together that length stand for the rest: one from each part of it, from a place that nobody who
   * wrote it can know.
   *
   * @param model the provider's name for it; OpenAI's own have their vocabulary, all others that of
   *     the newest
   */
  public int count(String model, Words words) {
    String text = words.kept();
    if (text.isEmpty()) {
      return 0;
    }
    Encoding encoding = encoding(model);
    if (text.length() <= MAX_COUNTED_CHARS && words.chars() == text.length()) {
      return counted(encoding, text, 0, text.length());
    }
    long seen = 0;
    long tokens = 0;
    int part = text.length() / PIECES;
    for (int piece = 0; piece < PIECES; piece++) {
      int from = piece * part + ThreadLocalRandom.current().nextInt(part - PIECE_CHARS + 1);
      tokens += counted(encoding, text, from, from + PIECE_CHARS);
      seen += PIECE_CHARS;
    }
    long least = Math.ceilDiv(words.chars(), MAX_CHARS_PER_TOKEN);
    return (int)
        Math.min(Integer.MAX_VALUE, Math.max(least, Math.ceilDiv(tokens * words.chars(), seen)));
  }

  private static int counted(Encoding encoding, String text, int from, int to) {
    int tokens = 0;
    int at = from;
    while (at < to) {
      int end = Math.min(to, at + PIECE_CHARS);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end++;
      }
      tokens += encoding.countTokensOrdinary(text.substring(at, end));
      at = end;
    }
    return tokens;
  }

  private Encoding encoding(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1);
    return Vocabularies.ALL
        .getEncodingForModel(name)
        .orElseGet(() -> Vocabularies.ALL.getEncoding(EncodingType.O200K_BASE));
  }
}
