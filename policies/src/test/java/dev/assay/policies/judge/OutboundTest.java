package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundTest {
  private static final Target TARGET = new Target.Configured("openai", "gpt-\"x\"", "any");
  private static final Injection LEARNED =
      new Injection(
          "he said \"hi\"\n",
          5,
          List.of(new Injection.Item(Digest.of(new byte[] {1}), ArtifactKind.EXAMPLES, "e1")),
          "similar");

  @Test
  void onlyTheModelAndTheInjectionChange() throws Exception {
    String raw =
        "{ \"temperature\":0.10, \"model\" : \"assistant\" ,\"x_unknown\":{\"a\":[1,2]},"
            + "\"messages\":[ {\"role\":\"system\",\"content\":\"ü\"} , {\"content\":\"hi\",\"role\":\"user\"}],\"seed\":7}";
    String sent = outbound(raw, LEARNED);
    assertThat(sent)
        .isEqualTo(
            "{ \"temperature\":0.10, \"model\" : \"gpt-\\\"x\\\"\" ,\"x_unknown\":{\"a\":[1,2]},"
                + "\"messages\":[ {\"role\":\"system\",\"content\":\"ü\"} , "
                + "{\"role\":\"system\",\"content\":\"he said \\\"hi\\\"\\n\"},"
                + "{\"content\":\"hi\",\"role\":\"user\"}],\"seed\":7}");
  }

  @Test
  void learnedTextGoesAfterLeadingSystemMessagesWhereverTheModelStands() throws Exception {
    JsonNode sent =
        new ObjectMapper()
            .readTree(
                outbound(
                    "{\"messages\":[{\"role\":\"developer\",\"content\":\"d\"},{\"role\":\"user\",\"content\":\"q\"},"
                        + "{\"role\":\"assistant\",\"tool_calls\":[]},{\"role\":\"tool\",\"content\":\"r\"}],\"model\":\"assistant\"}",
                    LEARNED));
    assertThat(sent.get("messages").findValuesAsText("role"))
        .containsExactly("developer", "system", "user", "assistant", "tool");
    assertThat(sent.get("model").asText()).isEqualTo("gpt-\"x\"");
  }

  @Test
  void whenAllMessagesAreInstructionsLearnedTextComesLast() throws Exception {
    JsonNode sent =
        new ObjectMapper()
            .readTree(
                outbound(
                    "{\"model\":\"assistant\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"} ]}",
                    LEARNED));
    assertThat(sent.get("messages").get(1).get("content").asText()).isEqualTo("he said \"hi\"\n");
  }

  @Test
  void aTargetThatWasNotPermittedCannotBeUsed() throws Exception {
    Permitted permitted = permitted("{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\"}]}");
    assertThatThrownBy(() ->
            permitted.outbound(Injection.NONE, new Target.Configured("openai", "other", "any")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInjectionBeyondTheAllowanceCannotBeUsed() throws Exception {
    Permitted permitted = permitted("{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\"}]}");
    Injection tooLarge = new Injection("x", 10_000, LEARNED.items(), "similar");
    Injection otherKind =
        new Injection(
            "x",
            1,
            List.of(new Injection.Item(Digest.of(new byte[0]), ArtifactKind.PROMPT, "p")),
            "pinned");
    assertThatThrownBy(() -> permitted.outbound(tooLarge, TARGET))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> permitted.outbound(otherKind, TARGET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String outbound(String raw, Injection injection) throws Exception {
    return new String(permitted(raw).outbound(injection, TARGET).body(), StandardCharsets.UTF_8);
  }

  private static Permitted permitted(String raw) throws Exception {
    ParsedBody body =
        BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw.getBytes(StandardCharsets.UTF_8));
    Judge judge = new Judge(new OneDecision(JudgeCases.allowing()));
    return (Permitted)
        judge.judge(body, JudgeCases.facts(body, List.of(TARGET))).toCompletableFuture().get();
  }
}
