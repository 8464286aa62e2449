package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that repeat what they were asked with tell no client the gateway's credentials. */
class RepeatedCredentialsIT {
  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(stage ->
              Yaml.places(stage.dir())
                  + "providers:\n"
                  + Yaml.providerOf(
                      "acme",
                      "own",
                      stage.upstream().port(),
                      """
                          pass_through: true
                          headers: {x-team-token: '${env:UPSTREAM_KEY_OF_TEAM}'}
                      """)
                  + "aliases:\n  small: [own/real-small]\n")
          .tenant(
              "acme",
              text -> text.replace("surfaces: {}", "surfaces: {everything_else: free}"),
              "small");

  @Test
  void whatIsSaidOfTheGatewaysKeyIsNotTheClientsToRead() throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) ->
            line.json(401, "{\"error\":\"sk-upstream-secret-of-acme is not known\"}"));
    RunningGateway.Answer answer = STAGE.send("acme", "GET", "/v1/organization/users", "");
    assertThat(answer.code()).isEqualTo("upstream_misconfigured");
    assertThat(answer.text()).doesNotContain("sk-upstream");
  }

  @Test
  void anAnswerThatRepeatsTheGatewaysKeyBreaksOff() throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) -> {
          line.streamHead();
          line.chunk("{\"headers\":{\"authorization\":\"Bearer sk-upstr");
          line.chunk("eam-secret-of-acme\"}}");
          line.end();
        });
    try (RawClient client =
        RawClient.send(
            STAGE.gateway().data("/"),
            "GET /v1/anything HTTP/1.1\r\nhost: g\r\nauthorization: Bearer "
                + STAGE.key("acme").secret()
                + "\r\n\r\n")) {
      assertThat(client.readToEnd()).contains("Bearer ").doesNotContain("sk-u");
    }
  }

  @Test
  void anAnswerThatRepeatsAnotherOfItsCredentialsBreaksOff() throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) -> {
          line.streamHead();
          String token = ask.headers().get("x-team-token");
          line.chunk("{\"you said\":\"" + token.substring(0, 9));
          line.chunk(token.substring(9) + "\"}");
          line.end();
        });
    try (RawClient client =
        RawClient.send(
            STAGE.gateway().data("/"),
            "GET /v1/anything HTTP/1.1\r\nhost: g\r\nauthorization: Bearer "
                + STAGE.key("acme").secret()
                + "\r\n\r\n")) {
      assertThat(client.readToEnd()).contains("you said").doesNotContain("sk-");
    }
  }
}
