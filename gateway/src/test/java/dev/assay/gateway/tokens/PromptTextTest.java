package dev.assay.gateway.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
  void onlyWhatIsBinaryCountsNothing() {
    PromptText text =
        of(
            """
            {"messages":[
              {"role":"user","content":"data: of a sentence"},
              {"role":"user","content":"data:image/png;base64,AAAA"},
              {"role":"user","status":"S","detail":"D","content":[
                {"type":"image_url","image_url":{"url":"data: told in the wrong place"}},
                {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},
                {"type":"file","file":{"file_data":"what is no base64"}},
                {"type":"document","source":{"data":"Words","type":"text"}},
                {"type":"document","source":{"type":"base64","data":"AAAA"}}]}]}
            """);
    assertThat(text.words().kept().lines())
        .containsExactly(
            "data: of a sentence",
            "data:image/png;base64,AAAA",
            "S",
            "D",
            "data: told in the wrong place",
            "wav",
            "what is no base64",
            "Words");
  }

  @Test
  void textInAPlaceThatIsNotReadIsNeverFree() {
    PromptText text =
        of("{\"prompt\":\"Hi\",\"elsewhere\":[{\"x\":\"" + "y".repeat(1_000) + "\"}]}");
    assertThat(text.words().kept()).isEqualTo("Hi\n");
    assertThat(text.chars()).isEqualTo(1_003);
  }

  private static PromptText of(String json) {
    return PromptText.of(json.getBytes(UTF_8));
  }
}
