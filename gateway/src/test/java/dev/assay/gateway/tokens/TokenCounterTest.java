package dev.assay.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCounterTest {
  private static final TokenCounter COUNTER = new TokenCounter();

  @Test
  void wordsAreCutAsOpenAisNewestModelsCutThem() {
    assertThat(count("gpt-4o", "Hello, world!")).isEqualTo(4);
    assertThat(count("some-other-model", "Hello, world!")).isEqualTo(4);
    assertThat(count("gpt-4o", "")).isZero();
  }

  @Test
  void anOlderModelHasItsOwnVocabulary() {
    String text = "Привет, как дела?";
    assertThat(count("gpt-4", text)).isNotEqualTo(count("gpt-4o", text));
    assertThat(count("openai/gpt-4", text)).isEqualTo(count("gpt-4", text));
  }

  @Test
  void charactersOutsideTheFirstPlaneAreNotTornApartBetweenPieces() {
    String faces = "x" + "😀".repeat(TokenCounter.PIECE_CHARS);
    assertThat(count("gpt-4o", faces)).isEqualTo(1 + TokenCounter.PIECE_CHARS);
  }

  /** Runs of one kind of characters, whose cost grows faster than they do. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "A", " ", "\n", "\t ", "1", "!", "=", "漢", "😀", "á", "'s"})
  @Timeout(30)
  void noTextTakesLongHoweverItIsMade(String unit) {
    Words words = new Words();
    words.add("warm");
    COUNTER.count("gpt-4o", words);
    Words endless = new Words();
    String piece = unit.repeat(64 * 1024);
    for (int i = 0; i < 64; i++) {
      endless.add(piece);
    }
    long begun = System.nanoTime();
    int tokens = COUNTER.count("gpt-4o", endless);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    assertThat(tokens).isBetween(1, (int) Math.min(Integer.MAX_VALUE, 2 * endless.chars()));
  }

  @Test
  void ofALongTextPiecesStandForTheRest() {
    String line = "The quick brown fox jumps over the lazy dog. ";
    int hundred = count("gpt-4o", line.repeat(100));
    int hundreds = TokenCounter.MAX_COUNTED_CHARS / (20 * line.length());
    double counted = count("gpt-4o", line.repeat(100 * hundreds));
    assertThat(counted / ((double) hundred * hundreds)).isBetween(0.97, 1.03);
  }

  @Test
  void nobodyCanHideALongTextBetweenThePiecesThatAreCounted() {
    String hidden = "漢".repeat(Words.MAX_CHARS);
    StringBuilder text = new StringBuilder(hidden);
    int window = 4 * 1024;
    for (int i = 0; i < 16; i++) {
      int from = (int) ((long) (text.length() - window) * i / 15);
      text.replace(from, from + window, " ".repeat(window));
    }
    assertThat(count("gpt-4o", text.toString())).isGreaterThan(count("gpt-4o", hidden) / 2);
    assertThat(count("gpt-4o", " ".repeat(160_000))).isEqualTo(10_000);
  }

  @Test
  void whatWasNotKeptCountsAsWhatWas() {
    Words words = new Words();
    String line = "a b c d e f g h i j k l m n o p ";
    while (words.chars() < 4L * Words.MAX_CHARS) {
      words.add(line);
    }
    assertThat(words.kept()).hasSize(Words.MAX_CHARS);
    double perChar = (double) count("gpt-4o", line.repeat(100)) / (100 * line.length());
    assertThat(COUNTER.count("gpt-4o", words) / (perChar * words.chars())).isBetween(0.97, 1.03);
  }

  private static int count(String model, String text) {
    Words words = new Words();
    words.add(text);
    return COUNTER.count(model, words);
  }
}
