package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant with an account of its own had a provider keep that all tenants share. */
class KeptElsewhereIT {
  private static final String CHAT =
      "{\"model\":\"small\",\"store\":true,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";

  @TempDir static Path dir;
  private static RawUpstream own;
  private static RawUpstream shared;
  private static RunningGateway gateway;
  private static RunningGateway.Key acme;
  private static RunningGateway.Key stranger;
  private int askedOwn;

  @BeforeAll
  static void start() throws Exception {
    own = new RawUpstream();
    shared = new RawUpstream();
    String passes = "    pass_through: true\n";
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.providerOf("acme", "own", own.port(), passes)
                + Yaml.provider("up", shared.port(), passes)
                + "aliases:\n  small: [up/real-small]\n");
    for (String tenant : new String[] {"acme", "stranger"}) {
      gateway.tenant(
          tenant,
          text ->
              text.replace("surfaces: {}", "surfaces: {everything_else: free, stored_chats: free}"),
          "small");
    }
    acme = gateway.key("acme");
    stranger = gateway.key("stranger");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    own.close();
    shared.close();
  }

  @BeforeEach
  void answers() {
    own.plays((ask, line) -> line.json(200, "{\"id\":\"of-the-own\"}"));
    askedOwn = own.asked().size();
  }

  @Test
  void aStoredResponseIsReadCancelledAndDeletedWhereItIsKept() throws Exception {
    sharedAnswers("{\"id\":\"resp_1\",\"status\":\"completed\",\"output\":[]}");
    assertThat(
            send(acme, "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}").status())
        .isEqualTo(200);
    reached("GET", "/v1/responses/resp_1", "");
    reached("GET", "/v1/responses/resp_1/input_items?limit=2", "");
    reached("POST", "/v1/responses/resp_1/cancel", "");
    reached("DELETE", "/v1/responses/resp_1", "");
    assertThat(own.asked()).hasSize(askedOwn);
  }

  @Test
  void aStoredChatIsReadChangedAndDeletedWhereItIsKept() throws Exception {
    sharedAnswers(
        "{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"a\"}}]}");
    assertThat(send(acme, "POST", "/v1/chat/completions", CHAT).status()).isEqualTo(200);
    String path = "/v1/chat/completions/chatcmpl-1";
    reached("GET", path, "");
    reached("GET", path + "/messages", "");
    reached("POST", path, "{\"metadata\":{\"a\":\"b\"}}");
    reached("DELETE", path, "");
    assertThat(own.asked()).hasSize(askedOwn);
  }

  @Test
  void itIsStillNobodyElses() throws Exception {
    sharedAnswers("{\"id\":\"resp_mine\",\"status\":\"completed\",\"output\":[]}");
    send(acme, "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}");
    sharedAnswers("{\"id\":\"resp_theirs\",\"status\":\"completed\",\"output\":[]}");
    send(stranger, "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}");
    int askedShared = shared.asked().size();
    assertThat(send(stranger, "GET", "/v1/responses/resp_mine", "").code()).isEqualTo("not_found");
    assertThat(send(acme, "GET", "/v1/responses/resp_theirs", "").text()).contains("of-the-own");
    assertThat(shared.asked()).as("another's is asked for nowhere").hasSize(askedShared);
  }

  @Test
  void whatIsInNoBookIsLookedForInTheAccountOfItsOwn() throws Exception {
    int askedShared = shared.asked().size();
    assertThat(send(acme, "GET", "/v1/responses/resp_old", "").text()).contains("of-the-own");
    assertThat(send(acme, "GET", "/v1/organization/resp_old", "").text()).contains("of-the-own");
    assertThat(send(acme, "GET", "/v1/chat/completions", "").text()).contains("of-the-own");
    assertThat(shared.asked()).hasSize(askedShared);
  }

  @Test
  void noPathThatNobodyKnowsLeadsToAnAccountOfAll() throws Exception {
    sharedAnswers("{\"id\":\"resp_p\",\"status\":\"completed\",\"output\":[]}");
    send(acme, "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}");
    int askedShared = shared.asked().size();
    assertThat(send(acme, "GET", "/v1/whatever/resp_p", "").text()).contains("of-the-own");
    assertThat(send(acme, "PATCH", "/v1/responses/resp_p", "{}").code()).isEqualTo("invalid_body");
    assertThat(shared.asked()).hasSize(askedShared);
  }

  private static void sharedAnswers(String answer) {
    shared.plays((ask, line) -> line.json(200, answer));
  }

  private static void reached(String method, String path, String body) throws Exception {
    sharedAnswers("{\"object\":\"list\",\"data\":[]}");
    RunningGateway.Answer answer = send(acme, method, path, body);
    assertThat(answer.status()).as(method + " " + path).isEqualTo(200);
    assertThat(shared.lastAsked().start()).isEqualTo(method + " " + path + " HTTP/1.1");
    assertThat(shared.lastAsked().headers().get("authorization"))
        .isEqualTo("Bearer sk-upstream-secret");
  }

  private static RunningGateway.Answer send(
      RunningGateway.Key key, String method, String path, String body) throws Exception {
    String[] headers =
        body.isEmpty() ? new String[0] : new String[] {"content-type", "application/json"};
    return RunningGateway.send(method, gateway.data(path), key.secret(), body, headers);
  }
}
