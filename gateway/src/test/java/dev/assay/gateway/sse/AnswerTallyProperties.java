package dev.assay.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.tokens.Words;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What an answer says and took does not depend on where its stream is cut. */
class AnswerTallyProperties {
  private static final String CHAT =
      """
      data: {"choices":[{"index":0,"delta":{"content":"naïve 漢 \\ud83d"}}]}

      data: {"choices":[{"index":0,"delta":{"content":"\\ude00"}},{"index":1,"delta":{"content":"b"}}]}\r
      \r
      data: {"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}}]}

      data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}

      data: [DONE]

      """;
  private static final String RESPONSES =
      """
      event: response.created
      data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1"}}

      data: {"type":"response.output_text.delta","sequence_number":1,"delta":"naïve 漢 😀"}

      data: {"type":"response.function_call_arguments.delta","sequence_number":2,"delta":"bf{}"}

      """;

  @Property(tries = 300)
  void aChatIsReadTheSameHoweverItIsCut(@ForAll @IntRange(min = 1, max = 60) int step) {
    AnswerTally tally = read(Endpoint.CHAT_COMPLETIONS, CHAT, step);
    assertThat(said(tally)).containsExactly("naïve 漢 😀", "bf{}");
    assertThat(tally.usage()).isEqualTo(new TokenUsage(3, 0, 0, 5, 0));
    assertThat(tally.usageIsFinal()).isTrue();
    assertThat(tally.done()).isTrue();
  }

  @Property(tries = 300)
  void aResponseIsReadTheSameHoweverItIsCut(@ForAll @IntRange(min = 1, max = 60) int step) {
    AnswerTally tally = read(Endpoint.RESPONSES, RESPONSES, step);
    assertThat(said(tally)).containsExactly("naïve 漢 😀", "bf{}");
    assertThat(tally.nextNumber()).isEqualTo(3);
    assertThat(tally.kept()).containsExactly("resp_1");
    assertThat(tally.usageIsFinal()).isFalse();
    assertThat(tally.done()).isFalse();
  }

  private static List<String> said(AnswerTally tally) {
    return tally.said().stream().map(Words::kept).toList();
  }

  private static AnswerTally read(Endpoint endpoint, String stream, int step) {
    AnswerTally tally = AnswerTally.of(endpoint, false, false);
    EventSplitter splitter = new EventSplitter(1 << 20);
    Buffer bytes = Buffer.buffer(stream);
    for (int at = 0; at < bytes.length(); at += step) {
      tally.events(splitter.add(bytes.getBuffer(at, Math.min(bytes.length(), at + step))));
    }
    return tally;
  }
}
