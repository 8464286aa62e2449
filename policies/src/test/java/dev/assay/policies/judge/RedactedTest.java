package dev.assay.policies.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request may lose words after it was judged, and nothing else. */
class RedactedTest {
  private static final Target TARGET = new Target.Configured("openai", "gpt-x", "eu");
  private static final String BODY =
      "{\"model\":\"assistant\",\"n\":1,\"user\":\"ann\",\"messages\":"
          + "[{\"role\":\"user\",\"content\":\"I am ann@example.com\"}]}";

  @Test
  void wordsGoAndTheRestStays() throws Exception {
    String redacted = BODY.replace("ann@example.com", "[redacted:email]");

    Outbound sent = permitted().redacted(redacted.getBytes(UTF_8)).outbound(Injection.NONE, TARGET);

    assertThat(new String(sent.body(), UTF_8)).isEqualTo(redacted.replace("assistant", "gpt-x"));
  }

  @Test
  void whatACallGivesToAToolIsTextWhateverItsFieldsAreCalled() {
    String call =
        "{\"messages\":[{\"content\":[{\"type\":\"tool_use\",\"input\":{\"id\":\"%s\"}}]}]}";
    assertThat(SameButText.are(bytes(call.formatted("ann@x.io")), bytes(call.formatted("gone"))))
        .isTrue();
    String own = "{\"metadata\":{\"name\":\"%s\"},\"user\":\"x\"}";
    assertThat(SameButText.are(bytes(own.formatted("ann@x.io")), bytes(own.formatted("gone"))))
        .isTrue();
    String item = "{\"input\":[{\"id\":\"%s\"}]}";
    assertThat(SameButText.are(bytes(item.formatted("a")), bytes(item.formatted("b")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tools\":[{\"function\":{\"name\":\"%s\"}}]}",
        "{\"tools\":[{\"function\":{\"parameters\":{\"enum\":[\"%s\"]}}}]}",
        "{\"tools\":[{\"vector_store_ids\":[[\"%s\"]]}]}",
        "{\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"%s\"}]}",
        "{\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"%s\"}}]}]}",
      })
  void whatNamesSomethingMayNotDiffer(String body) {
    assertThat(SameButText.are(bytes(body.formatted("a")), bytes(body.formatted("b")))).isFalse();
    assertThat(SameButText.are(bytes(body.formatted("a")), bytes(body.formatted("a")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"assistant\" to \"gpt-9\"",
        "\"n\":1 to \"n\":2",
        "\"n\":1 to \"n\":1,\"lora\":\"x\"",
        "\"role\":\"user\" to \"role\":\"system\"",
        "\"n\":1, to ",
        "\"content\" to \"text\"",
        "example.com\"}] to \"},{\"role\":\"user\",\"content\":\"\"}]",
        "]} to ",
        "]} to ]}]",
        "\"I am ann@example.com\" to null",
      })
  void nothingElseMayDiffer(String change) throws Exception {
    String[] parts = change.split(" to ", 2);
    String changed = BODY.replace(parts[0], parts[1]);
    assertThat(changed).isNotEqualTo(BODY);
    Permitted permitted = permitted();
    assertThatThrownBy(() -> permitted.redacted(changed.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Permitted permitted() throws Malformed {
    ParsedBody body = BodyParser.parse(Endpoint.CHAT_COMPLETIONS, BODY.getBytes(UTF_8));
    RequestFacts facts = JudgeCases.facts(body, List.of(TARGET));
    return (Permitted)
        new Judge(new OneDecision(JudgeCases.allowing()))
            .judge(body, facts)
            .toCompletableFuture()
            .join();
  }
}
