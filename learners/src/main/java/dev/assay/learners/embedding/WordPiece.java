package dev.assay.learners.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * BERT's uncased tokenizer: clean, lower-case, strip accents, split at spaces and punctuation, then
 * the longest known piece first (Devlin et al. 2019, "BERT"; the pieces are the model's own).
 *
 * <p>Written here, because the usual native tokenizer unpacks a library into the home folder and
 * downloads another one where it finds a GPU; an encoder must do neither. Unlike that one, text
 * that spells a special token such as {@code [SEP]} stays text.
 */
final class WordPiece {
  private static final String CONTINUES = "##";
  private static final int MAX_WORD_CHARS = 100;

  private final Map<String, Integer> ids = new HashMap<>(65_536);
  private final int unknown;
  private final int start;
  private final int end;

  /** Reads {@code model.vocab} of a Hugging Face {@code tokenizer.json}. */
  WordPiece(JsonNode tokenizer) {
    tokenizer
        .path("model")
        .path("vocab")
        .properties()
        .forEach(piece -> ids.put(piece.getKey(), piece.getValue().intValue()));
    unknown = special("[UNK]");
    start = special("[CLS]");
    end = special("[SEP]");
  }

  private int special(String name) {
    Integer id = ids.get(name);
    if (id == null) {
      throw new IllegalStateException("the tokenizer's vocabulary lacks " + name);
    }
    return id;
  }

  /** Token ids between the model's start and end tokens, {@code maxTokens} at most in all. */
  long[] encode(String text, int maxTokens) {
    Pieces pieces = new Pieces(maxTokens - 1);
    pieces.add(start);
    split(text, pieces);
    long[] encoded = Arrays.copyOf(pieces.ids, pieces.size + 1);
    encoded[pieces.size] = end;
    return encoded;
  }

  int count(String text) {
    Pieces pieces = new Pieces(Integer.MAX_VALUE);
    split(text, pieces);
    return pieces.size;
  }

  private void split(String text, Pieces pieces) {
    String lower = text.toLowerCase(Locale.ROOT);
    String plain =
        Normalizer.isNormalized(lower, Normalizer.Form.NFD)
            ? lower
            : Normalizer.normalize(lower, Normalizer.Form.NFD);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < plain.length() && !pieces.full(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        flush(word, pieces);
      } else if (isPunctuation(c) || isHan(c)) {
        flush(word, pieces);
        flush(word.appendCodePoint(c), pieces);
      } else if (isKept(c)) {
        word.appendCodePoint(c);
      }
    }
    flush(word, pieces);
  }

  private void flush(StringBuilder word, Pieces pieces) {
    if (!word.isEmpty()) {
      addWord(word.toString(), pieces);
      word.setLength(0);
    }
  }

  private void addWord(String word, Pieces pieces) {
    if (word.codePointCount(0, word.length()) > MAX_WORD_CHARS) {
      pieces.add(unknown);
      return;
    }
    int before = pieces.size;
    for (int from = 0; from < word.length(); ) {
      int to = word.length();
      Integer id = null;
      while (to > from && id == null) {
        String piece = word.substring(from, to);
        id = ids.get(from == 0 ? piece : CONTINUES + piece);
        to = id == null ? word.offsetByCodePoints(to, -1) : to;
      }
      if (id == null) {
        pieces.size = before;
        pieces.add(unknown);
        return;
      }
      pieces.add(id);
      from = to;
    }
  }

  private static boolean isSpace(int c) {
    return c == ' '
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  private static boolean isKept(int c) {
    if (c == 0 || c == 0xFFFD) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.NON_SPACING_MARK ->
          false;
      default -> true;
    };
  }

  private static boolean isPunctuation(int c) {
    boolean ascii =
        (c >= '!' && c <= '/')
            || (c >= ':' && c <= '@')
            || (c >= '[' && c <= '`')
            || (c >= '{' && c <= '~');
    return ascii
        || switch (Character.getType(c)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  private static boolean isHan(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }

  /** Token ids as they are found, none beyond the limit. */
  private static final class Pieces {
    private final int limit;
    private long[] ids = new long[32];
    private int size;

    Pieces(int limit) {
      this.limit = limit;
    }

    boolean full() {
      return size >= limit;
    }

    void add(int id) {
      if (full()) {
        return;
      }
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
      }
      ids[size++] = id;
    }
  }
}
