package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every model call is governed, passed on and journalled in the same way. */
class EndpointsIT {
  private static final String RESPONSE =
      "{'id':'resp_1','object':'response','status':'completed','output':[{'type':'message','content':["
          + "{'type':'output_text','text':'Hello'}]}],'usage':{'input_tokens':3,'output_tokens':2}}";
  private static final String MESSAGE =
      "{'id':'msg_1','type':'message','content':[{'type':'text','text':'Hello'}],"
          + "'usage':{'input_tokens':3,'output_tokens':2}}";

  @RegisterExtension static final Stage STAGE = Stage.ofOneProvider();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/responses | responses | {'model':'small','input':'Hi'} | " + RESPONSE,
        "/completions | completions | {'model':'small','prompt':'Hi'} | {'choices':[{'text':'Hello'}],'usage':{'prompt_tokens':3,'completion_tokens':2}}",
        "/messages | messages | {'model':'small','max_tokens':9,'messages':[{'role':'user','content':'Hi'}]} | "
            + MESSAGE,
        "/embeddings | embeddings | {'model':'small','input':'Hi'} | {'object':'list','data':[{'embedding':[0.5]}],'usage':{'prompt_tokens':3,'total_tokens':3}}",
        "/messages/count_tokens | messages.count_tokens | {'model':'small','messages':[{'role':'user','content':'Hi'}]} | {'input_tokens':7}",
      })
  void aWholeAnswerPassesAsItCameAndIsJournalled(
      String path, String endpoint, String body, String answer) throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, json(answer)));
    RunningGateway.Answer got = post(path, json(body));
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).isEqualTo(json(answer));
    assertThat(STAGE.upstream().lastAsked().start()).isEqualTo("POST /v1" + path + " HTTP/1.1");
    assertThat(STAGE.upstream().lastAsked().text())
        .isEqualTo(json(body).replace("small", "real-small"));
    JsonNode exchange = STAGE.gateway().exchange(got.header("x-assay-exchange-id"));
    assertThat(exchange.at("/record/endpoint").asText()).isEqualTo(endpoint);
    assertThat(exchange.at("/record/outcome").asText()).isEqualTo("ANSWERED");
    if (!endpoint.endsWith("tokens")) {
      assertThat(exchange.at("/record/usage/promptTokens").asInt()).isEqualTo(3);
    }
    if (!endpoint.startsWith("em") && !endpoint.endsWith("tokens")) {
      assertThat(exchange.at("/content/answer").asText()).isEqualTo("Hello");
      assertThat(exchange.at("/content/query").asText()).isEqualTo("Hi");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/responses | {'model':'small','input':'Hi','stream':true} | response.output_text.delta {'type':'response.output_text.delta','delta':'Hello'} | response.completed {'type':'response.completed','response':"
            + RESPONSE
            + "}",
        "/messages | {'model':'small','messages':[{'role':'user','content':'Hi'}],'stream':true} | content_block_delta {'type':'content_block_delta','delta':{'type':'text_delta','text':'Hello'}} | message_stop {'type':'message_stop'}",
      })
  void aStreamEndsWithItsOwnFinalEventOrWithAnErrorOfItsOwnKind(
      String path, String body, String delta, String last) throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(event(delta));
          line.chunk(event(last));
          line.end();
        });
    RunningGateway.Answer whole = post(path, json(body));
    assertThat(whole.text()).isEqualTo(event(delta) + event(last));
    JsonNode answered = STAGE.gateway().exchange(whole.header("x-assay-exchange-id"));
    assertThat(answered.at("/record/outcome").asText()).isEqualTo("ANSWERED");
    assertThat(answered.at("/content/answer").asText()).isEqualTo("Hello");

    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(event(delta));
          line.end();
        });
    RunningGateway.Answer broken = post(path, json(body));
    assertThat(broken.text())
        .startsWith(event(delta) + "event: error\ndata: {\"type\":\"error\"")
        .contains("without its final event")
        .doesNotContain(last.substring(0, last.indexOf(' ')), "[DONE]");
    assertThat(
            STAGE
                .gateway()
                .exchange(broken.header("x-assay-exchange-id"))
                .at("/record/outcome")
                .asText())
        .isEqualTo("INTERRUPTED");
  }

  @Test
  void aFailedResponseIsOneAlthoughItsStreamEndedWell() throws Exception {
    String failed =
        event(
            "response.failed {'type':'response.failed','response':{'id':'resp_2','status':'failed','error':{'code':'x','message':'y'}}}");
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(failed);
          line.end();
        });
    RunningGateway.Answer got =
        post("/responses", json("{'model':'small','input':'Hi','stream':true}"));
    assertThat(got.text()).isEqualTo(failed);
    assertThat(
            STAGE
                .gateway()
                .exchange(got.header("x-assay-exchange-id"))
                .at("/record/outcome")
                .asText())
        .isEqualTo("FAILED");
  }

  @Test
  void anErrorInsideA200IsAnError() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> line.json(200, json("{'error':{'message':'no room'}}")));
    RunningGateway.Answer got = post("/completions", json("{'model':'small','prompt':'Hi'}"));
    assertThat(got.status()).isEqualTo(502);
    assertThat(got.code()).isEqualTo("upstream_failed");
    assertThat(got.error().path("message").asText()).contains("no room");
  }

  @Test
  void anthropicsClientsReadErrorsInTheirOwnShape() throws Exception {
    RunningGateway.Answer unknown =
        post("/messages", json("{'model':'large','messages':[{'role':'user'}]}"));
    assertThat(unknown.status()).isEqualTo(404);
    JsonNode error = unknown.json(404);
    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.at("/error/type").asText()).isEqualTo("not_found_error");
    assertThat(error.at("/error/param").asText()).isEqualTo("model");
    assertThat(error.at("/error/message").asText()).contains("small");
    JsonNode stranger =
        RunningGateway.send("POST", STAGE.gateway().data("/v1/messages"), "", "{}").json(401);
    assertThat(stranger.at("/error/type").asText()).isEqualTo("authentication_error");
  }

  @Test
  void anthropicsClientsShowTheirKeyInTheirOwnHeader() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, json(MESSAGE)));
    String body = json("{'model':'small','messages':[{'role':'user','content':'Hi'}]}");
    assertThat(
            RunningGateway.send(
                    "POST",
                    STAGE.gateway().data("/v1/messages"),
                    "",
                    body,
                    "x-api-key",
                    STAGE.key().secret())
                .status())
        .isEqualTo(200);
    assertThat(post("/messages", body, "x-api-key", STAGE.key().secret()).status())
        .as("two credentials are none")
        .isEqualTo(401);
  }

  private static RunningGateway.Answer post(String path, String body, String... headers)
      throws Exception {
    return RunningGateway.send(
        "POST", STAGE.gateway().data("/v1" + path), STAGE.key().secret(), body, headers);
  }

  private static String event(String nameAndData) {
    int gap = nameAndData.indexOf(' ');
    return "event: "
        + nameAndData.substring(0, gap)
        + "\ndata: "
        + json(nameAndData.substring(gap + 1))
        + "\n\n";
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
