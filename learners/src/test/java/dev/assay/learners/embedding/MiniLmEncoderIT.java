package dev.assay.learners.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MiniLmEncoderIT {
  private static final MiniLmEncoder ENCODER = new MiniLmEncoder();
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  @Test
  void likeTextsHaveLikeUnitVectors() {
    float[] lost = ENCODER.embed("I lost my card");
    assertThat(lost).hasSize(ENCODER.dimensions());
    assertThat((double) Vectors.dot(lost, lost)).isCloseTo(1, within(1e-5));
    assertThat(Vectors.dot(lost, ENCODER.embed("My card is gone")))
        .isGreaterThan(Vectors.dot(lost, ENCODER.embed("What is the exchange rate?")) + 0.2f);
  }

  @Test
  void aTextHasTheSameVectorOnEveryThreadAndReadsOnlyItsFirstTokens() {
    String[] texts = {"one", "two words", "three short words"};
    float[][] alone = new float[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      alone[i] = ENCODER.embed(texts[i]);
    }
    IntStream.range(0, 60)
        .parallel()
        .forEach(i -> assertThat(ENCODER.embed(texts[i % 3])).isEqualTo(alone[i % 3]));
    String head = "word ".repeat(300);
    assertThat(ENCODER.embed(head + "tail")).isEqualTo(ENCODER.embed(head));
    assertThat(ENCODER.embed(" \u0000 ")).containsOnly(0f);
  }

  @Test
  void splitsTextsAsTheModelsOwnTokenizerDoes() throws Exception {
    List<String> texts =
        List.of(
            "I'm waiting on my card\u2026 why?!",
            "Stra\u00dfe, na\u00efve CAF\u00c9 \u0130stanbul",
            "\u4f60\u597d world \u65e5\u672c\u8a9e",
            "unaffable pneumonoultramicroscopic 3.14 \u20ac5 \ud83d\ude00 a\u200bb\tc\u00a0d",
            "x".repeat(150),
            "\ud55c\uad6d\uc5b4 \u0928\u092e\u0938\u094d\u0924\u0947 \u0645\u0631\u062d\u0628\u0627",
            "under_score a-b $5 <b>");
    try (InputStream vocabulary = resource();
        InputStream same = resource();
        HuggingFaceTokenizer reference =
            HuggingFaceTokenizer.newInstance(
                vocabulary, Map.of("padding", "false", "truncation", "false"))) {
      WordPiece words = new WordPiece(new ObjectMapper().readTree(same));
      for (String text : texts) {
        assertThat(words.encode(text, 1_000)).as(text).isEqualTo(reference.encode(text).getIds());
      }
    }
  }

  private static InputStream resource() {
    return Objects.requireNonNull(MiniLmEncoderIT.class.getResourceAsStream(TOKENIZER));
  }
}
