package dev.assay.learners.sandbox;

import dev.assay.learners.embedding.Encoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An answer as it is sent: cut at the first stop text or after the last allowed token.
 *
 * @param pieces what is streamed, one piece a token; joined they are the content
 * @param finishReason {@code stop}, or {@code length} where the token limit cut it
 */
public record Completion(List<String> pieces, String finishReason) {
  public Completion {
    pieces = List.copyOf(pieces);
  }

  /**
   * Cuts an answer.
   *
   * @param stops texts at which to stop; they are not part of the content
   * @param maxTokens the most tokens to give, in the encoder's tokens
   */
  public static Completion of(String answer, List<String> stops, int maxTokens, Encoder encoder) {
    int end = answer.length();
    for (String stop : stops) {
      int at = answer.indexOf(stop);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    List<String> pieces = pieces(answer.substring(0, end), encoder);
    return pieces.size() > maxTokens
        ? new Completion(pieces.subList(0, maxTokens), "length")
        : new Completion(pieces, "stop");
  }

  public String content() {
    return String.join("", pieces);
  }

  public int tokens() {
    return pieces.size();
  }

  /** Splits the text where the number of tokens before grows. */
  public static List<String> pieces(String text, Encoder encoder) {
    int tokens = encoder.countTokens(text);
    int[] ends = new int[tokens + 1];
    for (int end = 1; end < text.length(); end++) {
      if (Character.isLowSurrogate(text.charAt(end))) {
        continue;
      }
      int before = encoder.countTokens(text.substring(0, end));
      if (before <= tokens) {
        ends[before] = end;
      }
    }
    ends[tokens] = text.length();
    Arrays.parallelPrefix(ends, Math::max);
    List<String> pieces = new ArrayList<>(tokens);
    int from = 0;
    for (int token = 1; token <= tokens; token++) {
      pieces.add(text.substring(from, ends[token]));
      from = ends[token];
    }
    return pieces;
  }
}
