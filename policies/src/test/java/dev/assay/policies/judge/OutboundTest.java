package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

  @Test
  void anAnswerWhoseLengthIsOpenIsLimitedWhereTokensOrMoneyAre() throws Exception {
    String raw = "{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\"}]}";
    assertThat(limited(raw, 9_000)).startsWith("{\"max_tokens\":4096,\"model\"");
    assertThat(limited(raw, 100)).startsWith("{\"max_tokens\":100,\"model\"");
    assertThat(limited(raw.replace("{\"model", "{\"max_tokens\":null,\"model"), 9_000))
        .startsWith("{\"max_tokens\":4096,\"model\"");
    assertThat(limited(raw.replace("{\"model", "{\"max_output_tokens\":5,\"model"), 9_000))
        .startsWith("{\"max_tokens\":4096,\"max_output_tokens\":5,\"model\"");
  }

  @Test
  void anAnswerWhoseLengthTheClientLimitsStaysAsItAsked() throws Exception {
    String raw =
        "{\"max_completion_tokens\":7,\"model\":\"assistant\",\"messages\":[{\"role\":\"user\"}]}";
    assertThat(limited(raw, 9_000)).doesNotContain("max_tokens\"");
  }

  @Test
  void withoutBudgetsAndTokenLimitsAnswersMayBeOfAnyLength() throws Exception {
    String raw = "{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\"}]}";
    Outbound sent = permitted(raw).outbound(Injection.NONE, TARGET);
    assertThat(sent.limitedBody("max_tokens", 9_000)).isEqualTo(sent.body());
  }

  /** As it goes out where a thousand tokens a minute are all there is. */
  private static String limited(String raw, long most) throws Exception {
    ParsedBody body =
        BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw.getBytes(StandardCharsets.UTF_8));
    RequestFacts facts =
        JudgeCases.facts(
            JudgeCases.policy(
                new TenantPolicy.Limits(
                    600,
                    1 << 20,
                    4096,
                    1_000,
                    TenantPolicy.Limits.UNLIMITED,
                    TenantPolicy.Shared.UNLIMITED,
                    Map.of(),
                    List.of())),
            body,
            List.of(TARGET));
    Permitted permitted = new Permitted(body, facts, JudgeCases.allowing());
    return new String(
        permitted.outbound(Injection.NONE, TARGET).limitedBody("max_tokens", most),
        StandardCharsets.UTF_8);
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
