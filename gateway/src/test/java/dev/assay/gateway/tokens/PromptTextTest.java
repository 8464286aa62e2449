package dev.assay.gateway.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.judge.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTextTest {
  @Test
  void whatPeopleAndToolsSayIsReadAndNamesOfFieldsAreNot() {
    PromptText text =
        of(
            """
            {"model":"m","user":"u-1","messages":[
              {"role":"system","content":"Be brief."},
              {"role":"user","content":[{"type":"text","text":"Look:"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
              {"role":"assistant","tool_calls":[{"id":"call_1","type":"function",
                "function":{"name":"find","arguments":"{\\"q\\":1}"}}]},
              {"role":"tool","tool_call_id":"call_1","content":"found"}]}
            """);
    assertThat(text.words().kept().lines())
        .containsExactly("Be brief.", "Look:", "find", "{\"q\":1}", "found");
    assertThat(text.messages()).isEqualTo(4);
    assertThat(text.pictures()).isEqualTo(1);
  }

  @Test
  void anthropicsSystemAndBlocksAreReadToo() {
    PromptText text =
        of(
            """
            {"system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"5m"}}],
             "messages":[{"role":"user","content":[
               {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
               {"type":"tool_result","tool_use_id":"t","content":"R"}]}]}
            """);
    assertThat(text.words().kept().lines()).containsExactly("S", "R");
    assertThat(text.messages()).isEqualTo(2);
    assertThat(text.pictures()).isEqualTo(1);
  }

  @Test
  void ofToolsTheNamesOfTheirFieldsAreReadAsModelsReadThem() {
    assertThat(
            of("{\"input\":\"Hi\",\"tools\":[{\"name\":\"f\",\"parameters\":{\"city\":{}}}]}")
                .words()
                .kept()
                .lines())
        .containsExactly("Hi", "name", "f", "parameters", "city");
  }

  @Test
  void tokensThatAClientCountedOutAreWhatTheyAre() {
    assertThat(of("{\"input\":[[1,2,3],[4,5]]}").numbers()).isEqualTo(5);
  }

  @Test
  void whatIsNoJsonSaysNothing() {
    assertThat(of("no").words().chars()).isZero();
    assertThat(of("{\"messages\":[{\"content\":\"a\"").words().kept()).isEqualTo("a\n");
  }

  @Test
  void whenTooMuchWaitsItIsCountedRoughly() {
    try (TokenCounts counts = new TokenCounts(1)) {
      byte[] body = ("{\"prompt\":\"" + "word ".repeat(100_000) + "\"}").getBytes(UTF_8);
      List<Integer> counted =
          java.util.stream.Stream.generate(
                  () -> counts.ofPrompt("m", Endpoint.COMPLETIONS, body).toCompletableFuture())
              .limit(20)
              .toList()
              .stream()
              .map(java.util.concurrent.CompletableFuture::join)
              .toList();
      assertThat(counted).contains(Math.ceilDiv(body.length, 4));
      assertThat(counted.getFirst()).isBetween(90_000, 110_000);
    }
  }

  private static PromptText of(String json) {
    return PromptText.of(json.getBytes(UTF_8));
  }
}
