package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an application sends reaches the provider, and what the provider answers reaches it. */
class FaithfulPassIT {
  @RegisterExtension static final Stage STAGE = Stage.ofOneProvider();

  @Test
  void aWholeAnswerPassesByteForByteWithFieldsNobodyKnows() throws Exception {
    String odd =
        "{ \"id\" : \"x\",\n\t\"choices\":[{\"message\":{\"content\":\"h\\u00e9 — ü\"}}],"
            + "\"not_yet_invented\":{\"a\":[1,2.50,1e3]},\"usage\":{\"prompt_tokens\":11,"
            + "\"completion_tokens\":4} }  \n";
    STAGE.upstream().plays((asked, line) -> line.json(200, odd));
    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.ask("small"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(odd);
    JsonNode record = STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("outcome").asText()).isEqualTo("ANSWERED");
    assertThat(record.at("/usage/promptTokens").asInt()).isEqualTo(11);
  }

  @Test
  void unknownFieldsAndTheOrderOfMessagesSurviveAndOnlyTheModelIsMapped() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, Answers.chat("ok")));
    String body =
        """
        {"seed" : 7, "messages":[{"role":"system","content":"S","x":1},
         {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:,"}}]},
         {"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"t1","content":"42"}],
         "model":"small", "future_field":{"deep":[true,null]}, "temperature":0.10}\
        """;
    assertThat(STAGE.gateway().chat(STAGE.key(), body).status()).isEqualTo(200);
    assertThat(STAGE.upstream().lastAsked().text())
        .isEqualTo(body.replace("\"model\":\"small\"", "\"model\":\"real-small\""));
    assertThat(STAGE.upstream().lastAsked().start())
        .isEqualTo("POST /v1/chat/completions HTTP/1.1");
  }

  @Test
  void theProviderSeesItsOwnKeyAndNeverTheClients() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, Answers.chat("ok")));
    STAGE
        .gateway()
        .chat(STAGE.key(), Answers.ask("small"), "x-assay-user", "ann", "cookie", "session=1");
    assertThat(STAGE.upstream().lastAsked().headers())
        .containsEntry("authorization", "Bearer sk-upstream-secret")
        .doesNotContainKeys("cookie", "x-assay-user", "x-forwarded-for");
    assertThat(STAGE.upstream().lastAsked().headers().toString())
        .doesNotContain(STAGE.key().secret());
    assertThat(STAGE.upstream().lastAsked().text()).doesNotContain(STAGE.key().secret());
  }

  @Test
  void everyAnswerSaysWhoServedItAndAtWhatCost() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) ->
            line.json(200, Answers.chat("ok"), "retry-after: 7", "set-cookie: a=b", "server: x"));
    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.ask("small"));
    assertThat(answer.header("x-assay-exchange-id"))
        .matches("[0-9a-f-]{14}7[0-9a-f-]{21}")
        .isEqualTo(answer.header("x-request-id"));
    assertThat(answer.header("x-assay-release")).isEqualTo("0");
    assertThat(answer.response().headers().firstValue("x-assay-injected")).hasValue("");
    assertThat(Double.parseDouble(answer.header("x-assay-overhead-ms"))).isPositive();
    assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("60000");
    assertThat(Integer.parseInt(answer.header("x-ratelimit-remaining-requests")))
        .isLessThan(60_000);
    assertThat(answer.header("retry-after")).isEqualTo("7");
    assertThat(answer.header("set-cookie")).isEmpty();
  }

  @Test
  void aStreamPassesByteForByteWhereverItsChunksAreCut() throws Exception {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":9}}\n\n";
    String stream =
        ": a comment\n\n"
            + "event: custom\ndata: {\"unknown\":\"\u00e9\u4e16\"}\n\n"
            + "id: 3\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\r\n\r\n"
            + Answers.delta("lo")
            + usage
            + Answers.DONE;
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int size : new int[] {1, 2, 3, 7, 64, bytes.length}) {
      STAGE
          .upstream()
          .plays((asked, line) -> {
            line.streamHead();
            for (int at = 0; at < bytes.length; at += size) {
              line.chunk(
                  java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
            }
            line.end();
          });
      RunningGateway.Answer answer =
          STAGE.gateway().chat(STAGE.key(), Answers.askStreamWithUsage("small"));
      assertThat(answer.text()).as("chunks of %d", size).isEqualTo(stream);
      assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
      JsonNode exchange = STAGE.gateway().exchange(answer.header("x-assay-exchange-id"));
      assertThat(exchange.at("/record/usage/completionTokens").asInt()).isEqualTo(9);
      assertThat(exchange.at("/content/answer").asText()).isEqualTo("Hello");

      RunningGateway.Answer unasked = STAGE.gateway().chat(STAGE.key(), Answers.askStream("small"));
      assertThat(unasked.text()).as("chunks of %d", size).isEqualTo(stream.replace(usage, ""));
      assertThat(
              STAGE
                  .gateway()
                  .exchange(unasked.header("x-assay-exchange-id"))
                  .at("/record/usage/completionTokens")
                  .asInt())
          .isEqualTo(9);
    }
  }

  @Test
  void theProvidersRefusalOfARequestIsTheClientsToRead() throws Exception {
    String refusal =
        "{\"error\":{\"message\":\"bad temperature\",\"type\":\"invalid\",\"param\":\"temperature\",\"code\":null}}";
    STAGE.upstream().plays((asked, line) -> line.json(400, refusal));
    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.ask("small"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo(refusal);
    assertThat(
            STAGE
                .gateway()
                .exchange(answer.header("x-assay-exchange-id"))
                .at("/record/outcome")
                .asText())
        .isEqualTo("FAILED");
  }

  @Test
  void modelsListsTheTenantsAliasesAlone() throws Exception {
    JsonNode list =
        RunningGateway.send("GET", STAGE.gateway().data("/v1/models"), STAGE.key().secret(), "")
            .json(200);
    assertThat(list.path("data")).hasSize(1);
    assertThat(list.at("/data/0/id").asText()).isEqualTo("small");
    assertThat(
            RunningGateway.send(
                    "GET", STAGE.gateway().data("/v1/models/sm%61ll"), STAGE.key().secret(), "")
                .status())
        .isEqualTo(200);
    assertThat(
            RunningGateway.send(
                    "GET", STAGE.gateway().data("/v1/models/real-small"), STAGE.key().secret(), "")
                .code())
        .isEqualTo("model_not_found");
  }
}
