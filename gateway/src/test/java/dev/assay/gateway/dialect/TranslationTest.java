package dev.assay.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TranslationTest {
  private static final String CHAT =
      """
      {"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}\
      """;

  private static Translation chatToMessages() {
    return Goldens.between(Endpoint.CHAT_COMPLETIONS, Endpoint.MESSAGES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Untranslatable refusal(Translation translation, String body) {
    return catchThrowableOfType(Untranslatable.class, () -> translation.request(bytes(body)));
  }

  @ParameterizedTest
  @CsvSource({
    "EMBEDDINGS, MESSAGES",
    "MESSAGES, EMBEDDINGS",
    "COMPLETIONS, MESSAGES",
    "COUNT_TOKENS, CHAT_COMPLETIONS",
    "CHAT_COMPLETIONS, CHAT_COMPLETIONS",
    "MESSAGES, MESSAGES"
  })
  void someNeedOrHaveNone(Endpoint client, Endpoint provider) {
    assertThat(Translation.between(client, provider)).isEmpty();
  }

  @Test
  void anUnknownFieldIsRefusedByName() {
    Untranslatable refused =
        refusal(
            chatToMessages(),
            """
            {"model":"m","messages":[],"chat_template_kwargs":{"enable_thinking":false}}\
            """);
    assertThat(refused.field()).isEqualTo("chat_template_kwargs");
    assertThat(refused).hasMessageContaining("'chat_template_kwargs' is unknown");
  }

  @Test
  void anUnknownFieldDeepWithinIsRefusedByItsPath() {
    Untranslatable refused =
        refusal(
            chatToMessages(),
            """
            {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a","x":1}]}]}\
            """);
    assertThat(refused.field()).isEqualTo("messages[0].content[0].x");
  }

  @Test
  void aToolThatAProviderRunsItselfIsRefused() {
    Untranslatable refused =
        refusal(
            Goldens.between(Endpoint.MESSAGES, Endpoint.CHAT_COMPLETIONS),
            """
            {"model":"m","max_tokens":5,"messages":[],\
            "tools":[{"type":"web_search_20260209","name":"web_search"}]}\
            """);
    assertThat(refused.field()).isEqualTo("tools[0].type");
  }

  @Test
  void aStreamThatBreaksOffGetsNoEnding() throws Exception {
    StreamTranslation stream = chatToMessages().request(bytes(CHAT)).stream();
    Buffer out =
        stream.events(
            Buffer.buffer(
                """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","model":"c","usage":{}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}

                """));
    assertThat(out.toString()).contains("Hel").doesNotContain("[DONE]", "\"finish_reason\":\"");
  }

  @Test
  void doneWithoutAReasonIsNoEnd() throws Exception {
    StreamTranslation stream =
        Goldens.between(Endpoint.MESSAGES, Endpoint.CHAT_COMPLETIONS)
            .request(bytes("{\"model\":\"m\",\"max_tokens\":5,\"messages\":[],\"stream\":true}"))
            .stream();
    Buffer out =
        stream.events(
            Buffer.buffer(
                """
                data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"Hel"}}]}

                data: [DONE]

                """));
    assertThat(out.toString()).contains("without a 'finish_reason'").doesNotContain("message_stop");
  }

  @Test
  void callsThatAllHaveTheSameIndexAreToldApartByTheirIds() throws Exception {
    String call =
        """
        data: {"id":"c","choices":[{"delta":{"tool_calls":[{"index":0,"id":"%s",\
        "function":{"name":"%s","arguments":"{}"}}]}}]}

        """;
    String out = streamed(call.formatted("a", "one") + call.formatted("b", "two"));
    assertThat(out)
        .contains("\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"a\"")
        .contains("\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"b\"");
  }

  @Test
  void aStreamThatGoesBackToACallThatHadEndedIsRefused() throws Exception {
    String out = streamed(call(0, "a", "{}") + call(1, "b", "{") + call(0, "a", "{}"));
    assertThat(out).contains("event: error").contains("goes back to a tool call");
  }

  @Test
  void callsThatAreToldAtTheSameTimeFollowEachOther() throws Exception {
    String out =
        streamed(call(0, "a", "") + call(1, "b", "") + call(0, "a", "{}") + call(1, "b", "{}"));
    assertThat(out)
        .containsSubsequence("\"id\":\"a\"", "content_block_stop", "\"id\":\"b\"")
        .doesNotContain("event: error");
  }

  private static String call(int index, String id, String arguments) {
    return "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%d,\"id\":\"%s\",\"function\":{\"name\":\"f\",\"arguments\":\"%s\"}}]}}]}\n\n"
        .formatted(index, id, arguments);
  }

  private static String streamed(String chunks) throws Exception {
    return Goldens.between(Endpoint.MESSAGES, Endpoint.CHAT_COMPLETIONS)
        .request(bytes("{\"model\":\"m\",\"max_tokens\":5,\"messages\":[],\"stream\":true}"))
        .stream()
        .events(Buffer.buffer(chunks))
        .toString();
  }

  @Test
  void argumentsWithoutEndAreNotKept() throws Exception {
    StreamTranslation stream =
        Goldens.between(Endpoint.RESPONSES, Endpoint.CHAT_COMPLETIONS)
            .request(bytes("{\"model\":\"m\",\"input\":\"Hi\",\"stream\":true}"))
            .stream();
    String first =
        """
        data: {"id":"c","choices":[{"delta":{"tool_calls":[{"index":0,"id":"i","function":{"name":"f"}}]}}]}

        """;
    String more =
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\""
            + "x".repeat(1024)
            + "\"}}]}}]}\n\n";
    stream.events(Buffer.buffer(first));
    StringBuilder last = new StringBuilder();
    for (int i = 0; i <= 1024 && last.indexOf("event: error") < 0; i++) {
      last.setLength(0);
      last.append(stream.events(Buffer.buffer(more)));
    }
    assertThat(last).contains("longer than 1048576 characters").contains("response.failed");
  }

  @Test
  void argumentsThatAreNoJsonAreNoAnswerForWhoWantsAnObject() throws Exception {
    Translated translated =
        Goldens.between(Endpoint.MESSAGES, Endpoint.CHAT_COMPLETIONS)
            .request(bytes("{\"model\":\"m\",\"max_tokens\":5,\"messages\":[]}"));
    byte[] answer =
        bytes(
            """
            {"choices":[{"finish_reason":"length","message":{"tool_calls":[\
            {"id":"i","function":{"name":"f","arguments":"{\\"a\\":"}}]}}]}\
            """);
    assertThatThrownBy(() -> translated.answer(answer))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("no JSON object");
  }

  @ParameterizedTest
  @CsvSource({
    "429, rate_limit_error, rate_limit_error",
    "529, overloaded_error, server_error",
    "404, not_found_error, invalid_request_error",
    "400, invalid_request_error, invalid_request_error"
  })
  void anthropicsErrorsKeepTheirMessageAndSayTheirClassInOpenAisWords(
      int status, String theirs, String ours) {
    byte[] body =
        bytes("{\"type\":\"error\",\"error\":{\"type\":\"" + theirs + "\",\"message\":\"Why\"}}");
    JsonNode error = Json.parse(chatToMessages().error(status, body)).orElseThrow().path("error");
    assertThat(error.path("message").asText()).isEqualTo("Why");
    assertThat(error.path("type").asText()).isEqualTo(ours);
    assertThat(error.path("code").asText()).isEqualTo(theirs);
  }

  @Test
  void openAisErrorsComeAsAnthropicsByTheirStatus() {
    Translation translation = Goldens.between(Endpoint.MESSAGES, Endpoint.CHAT_COMPLETIONS);
    byte[] body =
        bytes(
            """
            {"error":{"message":"Slow down","type":"tokens","param":null,"code":"rate_limit"}}\
            """);
    assertThat(new String(translation.error(429, body), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}\
            """);
    assertThat(new String(translation.error(503, bytes("<html>")), StandardCharsets.UTF_8))
        .contains("overloaded_error", "gave no reason that can be read");
  }

  @Test
  void betweenOpenAisApisAnErrorKeepsAll() {
    Translation translation = Goldens.between(Endpoint.RESPONSES, Endpoint.CHAT_COMPLETIONS);
    String body =
        """
        {"error":{"message":"No","type":"invalid_request_error","param":"top_p","code":"bad_value"}}\
        """;
    assertThat(new String(translation.error(400, bytes(body)), StandardCharsets.UTF_8))
        .isEqualTo(body);
  }
}
