package dev.assay.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.judge.Endpoint;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every API tells of the same exchange's tokens comes to the same. */
class TokenUsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT_COMPLETIONS | {\"prompt_tokens\":100,\"completion_tokens\":7,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":60,\"cache_write_tokens\":30}}",
        "RESPONSES | {\"input_tokens\":100,\"output_tokens\":7,"
            + "\"input_tokens_details\":{\"cached_tokens\":60,\"cache_write_tokens\":30}}",
        "MESSAGES | {\"input_tokens\":10,\"output_tokens\":7,"
            + "\"cache_read_input_tokens\":60,\"cache_creation_input_tokens\":30}"
      })
  void whatACacheGaveAndTookIsPartOfThePrompt(Endpoint endpoint, String usage) {
    AnswerTally tally = AnswerTally.of(endpoint, false, false);

    tally.wholeAnswer(Buffer.buffer("{\"usage\":" + usage + "}"));

    assertThat(tally.usage()).isEqualTo(new TokenUsage(100, 60, 30, 7, 0));
  }
}
