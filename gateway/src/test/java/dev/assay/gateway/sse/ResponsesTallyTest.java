package dev.assay.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.tokens.Words;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class ResponsesTallyTest {
  @Test
  void whatAModelWritesCountsAndItsSoundDoesNot() {
    AnswerTally tally = new ResponsesTally();
    for (String kind :
        new String[] {"output_text", "function_call_arguments", "refusal", "reasoning_text"}) {
      tally.events(delta(kind, "four"));
    }
    tally.events(delta("audio", "A".repeat(10_000)));

    assertThat(tally.said().stream().mapToLong(Words::chars).sum()).isEqualTo(16);
  }

  private static Buffer delta(String kind, String text) {
    return Buffer.buffer(
        "data: {\"type\":\"response." + kind + ".delta\",\"delta\":\"" + text + "\"}\n\n");
  }
}
