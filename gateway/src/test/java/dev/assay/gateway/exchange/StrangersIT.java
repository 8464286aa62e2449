package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What costs its sender little must not cost everybody else much. */
class StrangersIT {
  @RegisterExtension static final Stage STAGE = Stage.ofOneProvider();

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/feedback"})
  void withoutAKeyNoBodyIsAwaited(String path) throws Exception {
    try (RawClient client =
        RawClient.send(
            STAGE.gateway().data("/"),
            "POST " + path + " HTTP/1.1\r\nhost: g\r\ncontent-length: 400000\r\n\r\n{")) {
      client.readUntil(" 401 ");
    }
  }

  @Test
  void aKeyThatIsRevokedWhileItsBodyIsOnTheWayOpensNothing() throws Exception {
    RunningGateway.Key leaving = STAGE.gateway().key("acme");
    String body = Answers.ask("small");
    int before = STAGE.upstream().asked().size();
    try (RawClient client =
        RawClient.send(
            STAGE.gateway().data("/"),
            "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\nauthorization: Bearer "
                + leaving.secret()
                + "\r\ncontent-length: "
                + body.length()
                + "\r\n\r\n{")) {
      STAGE.gateway().admin("DELETE", "/admin/tenants/acme/keys/" + leaving.id(), "").json(200);
      client.sendMore(body.substring(1));
      client.readUntil(" 401 ");
    }
    assertThat(STAGE.upstream().asked()).hasSize(before);
  }

  @Test
  void withoutACredentialTheControlPlaneAwaitsNoBody() throws Exception {
    for (String path : new String[] {"/admin/people", "/admin/tenants/acme/changes", "/nowhere"}) {
      try (RawClient client =
          RawClient.send(
              STAGE.gateway().control("/"),
              "POST " + path + " HTTP/1.1\r\nhost: g\r\ncontent-length: 9000000\r\n\r\n{")) {
        client.readUntil(path.equals("/nowhere") ? " 404 " : " 401 ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32LE", "broken"})
  void aBodyInAnotherEncodingIs400AtOnce(String charset) throws Exception {
    byte[] bytes =
        charset.equals("broken")
            ? "\0\0\0{\u00ff\u00ff\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1)
            : Answers.ask("small").getBytes(Charset.forName(charset));
    int before = STAGE.upstream().asked().size();
    try (RawClient client =
        RawClient.chat(
            STAGE.gateway().data("/"),
            STAGE.key().secret(),
            new String(bytes, StandardCharsets.ISO_8859_1))) {
      client.readUntil(" 400 ");
    }
    assertThat(STAGE.upstream().asked()).hasSize(before);
  }

  @Test
  void manyLongFieldsNeverReachThePolicyEngine() throws Exception {
    StringBuilder fields = new StringBuilder("{");
    for (int i = 0; i < 240; i++) {
      fields.append("\"%03d%s\":1,".formatted(i, "_a".repeat(126)));
    }
    String body = Answers.ask("small").replaceFirst("\\{", fields.toString());
    assertThat(STAGE.gateway().chat(STAGE.key(), body).status()).isEqualTo(400);
  }

  @Test
  void aKeyOverItsRateFillsNoAuditLog() throws Exception {
    STAGE
        .gateway()
        .tenant(
            "slow",
            text -> text.replace("requests_per_minute: 600", "requests_per_minute: 2"),
            "small");
    RunningGateway.Key slow = STAGE.gateway().key("slow");
    for (int i = 0; i < 8; i++) {
      assertThat(STAGE.gateway().chat(slow, Answers.ask("small"), "x-assay-adapter", "x").status())
          .isEqualTo(400);
    }
    String marker = STAGE.gateway().key("slow").id();
    Eventually.gives(
        "what was written before is read",
        () ->
            StreamSupport.stream(STAGE.gateway().audit().spliterator(), false)
                .filter(e -> e.path("subject").asText().equals(marker))
                .findFirst());
    assertThat(
            StreamSupport.stream(STAGE.gateway().audit().spliterator(), false)
                .map(entry -> entry.path("actor"))
                .map(JsonNode::asText)
                .filter(("key:" + slow.id())::equals)
                .count())
        .isEqualTo(2);
  }
}
