package dev.assay.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerMarginTest {
  private static final String SURE =
      "{\"token\":\"a\",\"logprob\":-0.1,\"top_logprobs\":[{\"token\":\"a\",\"logprob\":-0.1},"
          + "{\"token\":\"b\",\"logprob\":-4.1}]}";
  private static final String UNSURE =
      "{\"token\":\"c\",\"logprob\":-1,\"top_logprobs\":[{\"token\":\"c\",\"logprob\":-1},"
          + "{\"token\":\"d\",\"logprob\":-1.5},{\"token\":\"e\",\"logprob\":-2}]}";
  private static final String ALONE = "{\"token\":\"f\",\"logprob\":0,\"top_logprobs\":[]}";

  @Test
  void anAnswerIsAsSureAsItsLeastSureToken() {
    assertThat(margin("[" + SURE + "," + UNSURE + "," + ALONE + "]")).hasValue(0.5);
  }

  @Test
  void aTokenThatWasNotTheLikeliestHasANegativeMargin() {
    assertThat(margin("[" + UNSURE.replace("\"logprob\":-1,", "\"logprob\":-3,") + "]"))
        .hasValue(-1.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "[{}]", "[null]", "[" + ALONE + "]", "{\"a\":1}"})
  void nothingIsSaidWhereNoTokenHasAnAlternative(String content) {
    assertThat(margin(content)).isEmpty();
  }

  @Test
  void aMarginBeyondAllBoundsIsNone() {
    assertThat(margin("[" + SURE.replace("-0.1", "-1e999").replace("-4.1", "-1e999") + "]"))
        .isEmpty();
  }

  private static OptionalDouble margin(String content) {
    ChatTally tally = new ChatTally(false, false);
    tally.wholeAnswer(
        Buffer.buffer(
            "{\"choices\":[{\"message\":{\"content\":\"x\"},\"logprobs\":{\"content\":"
                + content
                + "}}]}"));
    return tally.margin();
  }
}
