package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant with an account of its own had a provider keep that all tenants share. */
class KeptElsewhereIT {
  private static final String CHAT =
      "{\"model\":\"small\",\"store\":true,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";

  private static final String PASSES = "    pass_through: true\n";
  private static final String OPEN = "surfaces: {everything_else: free, stored_chats: free}";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofTwoProviders(stage ->
              Yaml.places(stage.dir())
                  + "providers:\n"
                  + Yaml.providerOf("acme", "own", stage.upstream().port(), PASSES)
                  + Yaml.provider("up", stage.second().port(), PASSES)
                  + "aliases:\n  small: [up/real-small]\n")
          .tenant("acme", text -> text.replace("surfaces: {}", OPEN), "small")
          .tenant("stranger", text -> text.replace("surfaces: {}", OPEN), "small");

  private int askedOwn;

  @BeforeEach
  void answers() {
    STAGE.upstream().plays((ask, line) -> line.json(200, "{\"id\":\"of-the-own\"}"));
    askedOwn = STAGE.upstream().asked().size();
  }

  @Test
  void aStoredResponseIsReadCancelledAndDeletedWhereItIsKept() throws Exception {
    sharedAnswers("{\"id\":\"resp_1\",\"status\":\"completed\",\"output\":[]}");
    assertThat(
            STAGE
                .send("acme", "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}")
                .status())
        .isEqualTo(200);
    reached("GET", "/v1/responses/resp_1", "");
    reached("GET", "/v1/responses/resp_1/input_items?limit=2", "");
    reached("POST", "/v1/responses/resp_1/cancel", "");
    reached("DELETE", "/v1/responses/resp_1", "");
    assertThat(STAGE.upstream().asked()).hasSize(askedOwn);
  }

  @Test
  void aStoredChatIsReadChangedAndDeletedWhereItIsKept() throws Exception {
    sharedAnswers(
        "{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"a\"}}]}");
    assertThat(STAGE.send("acme", "POST", "/v1/chat/completions", CHAT).status()).isEqualTo(200);
    String path = "/v1/chat/completions/chatcmpl-1";
    reached("GET", path, "");
    reached("GET", path + "/messages", "");
    reached("POST", path, "{\"metadata\":{\"a\":\"b\"}}");
    reached("DELETE", path, "");
    assertThat(STAGE.upstream().asked()).hasSize(askedOwn);
  }

  @Test
  void itIsStillNobodyElses() throws Exception {
    sharedAnswers("{\"id\":\"resp_mine\",\"status\":\"completed\",\"output\":[]}");
    STAGE.send("acme", "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}");
    sharedAnswers("{\"id\":\"resp_theirs\",\"status\":\"completed\",\"output\":[]}");
    STAGE.send("stranger", "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}");
    int askedShared = STAGE.second().asked().size();
    assertThat(STAGE.send("stranger", "GET", "/v1/responses/resp_mine", "").code())
        .isEqualTo("not_found");
    assertThat(STAGE.send("acme", "GET", "/v1/responses/resp_theirs", "").text())
        .contains("of-the-own");
    assertThat(STAGE.second().asked()).as("another's is asked for nowhere").hasSize(askedShared);
  }

  @Test
  void whatIsInNoBookIsLookedForInTheAccountOfItsOwn() throws Exception {
    int askedShared = STAGE.second().asked().size();
    assertThat(STAGE.send("acme", "GET", "/v1/responses/resp_old", "").text())
        .contains("of-the-own");
    assertThat(STAGE.send("acme", "GET", "/v1/organization/resp_old", "").text())
        .contains("of-the-own");
    assertThat(STAGE.send("acme", "GET", "/v1/chat/completions", "").text()).contains("of-the-own");
    assertThat(STAGE.second().asked()).hasSize(askedShared);
  }

  @Test
  void noPathThatNobodyKnowsLeadsToAnAccountOfAll() throws Exception {
    sharedAnswers("{\"id\":\"resp_p\",\"status\":\"completed\",\"output\":[]}");
    STAGE.send("acme", "POST", "/v1/responses", "{\"model\":\"small\",\"input\":\"q\"}");
    int askedShared = STAGE.second().asked().size();
    assertThat(STAGE.send("acme", "GET", "/v1/whatever/resp_p", "").text()).contains("of-the-own");
    assertThat(STAGE.send("acme", "PATCH", "/v1/responses/resp_p", "{}").code())
        .isEqualTo("invalid_body");
    assertThat(STAGE.second().asked()).hasSize(askedShared);
  }

  private static void sharedAnswers(String answer) {
    STAGE.second().plays((ask, line) -> line.json(200, answer));
  }

  private static void reached(String method, String path, String body) throws Exception {
    sharedAnswers("{\"object\":\"list\",\"data\":[]}");
    RunningGateway.Answer answer = STAGE.send("acme", method, path, body);
    assertThat(answer.status()).as(method + " " + path).isEqualTo(200);
    assertThat(STAGE.second().lastAsked().start()).isEqualTo(method + " " + path + " HTTP/1.1");
    assertThat(STAGE.second().lastAsked().headers().get("authorization"))
        .isEqualTo("Bearer sk-upstream-secret");
  }
}
