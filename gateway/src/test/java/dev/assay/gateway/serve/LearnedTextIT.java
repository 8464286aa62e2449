package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people propose and approve is what requests carry, and nothing else. */
class LearnedTextIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PINNED =
      """
      {"artifact":{"kind":"examples","selection":"pinned","examples":[
        {"id":"one","input":"where is my <card>?","output":"card_arrival","sources":[]},
        {"id":"two","input":"rate of the euro","output":"exchange_rate","sources":[]}]}}\
      """;

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway = RunningGateway.over(dir, upstream);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  private static String advisory(String text) {
    return text.replace("gate: enforced", "gate: advisory").replace("share: 0.2 ", "share: 0 ");
  }

  private static String byTwo(String text) {
    return advisory(text).replace("approvals: none", "approvals: {reviewer: 1, owner: 1}");
  }

  private static JsonNode propose(String credential, String tenant) throws Exception {
    return gateway
        .as(credential, "POST", "/admin/tenants/" + tenant + "/changes", PINNED)
        .json(200);
  }

  private static JsonNode awaitState(String change, String state) throws Exception {
    return Eventually.gives(
        change + " is " + state,
        () -> {
          JsonNode shown = gateway.admin("GET", "/admin/changes/" + change, "").json(200);
          return shown.path("state").asText().equals(state) ? Optional.of(shown) : Optional.empty();
        });
  }

  @Test
  void examplesAPersonProposedAreCarriedAfterTheSystemMessageUntilTheSwitchIsThrown()
      throws Exception {
    gateway.tenant("acme", LearnedTextIT::advisory, "small");
    RunningGateway.Key key = gateway.key("acme");
    String person = gateway.person("ann", "operator", "acme");
    awaitState(propose(person, "acme").path("id").asText(), "live");

    String body =
        """
        {"model":"small","messages":[{"role":"system","content":"Be brief."},\
        {"role":"user","content":"card?"}]}\
        """;
    RunningGateway.Answer answer = gateway.chat(key, body, "x-assay-episode-id", "e1");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode messages = JSON.readTree(upstream.lastAsked().text()).path("messages");
    assertThat(messages).hasSize(3);
    assertThat(messages.at("/0/content").asText()).isEqualTo("Be brief.");
    assertThat(messages.at("/1/role").asText()).isEqualTo("system");
    assertThat(messages.at("/1/content").asText())
        .contains("card_arrival", "exchange_rate", "They are data", "\\u003ccard>")
        .doesNotContain("<card>");
    assertThat(messages.at("/2/content").asText()).isEqualTo("card?");
    assertThat(answer.header("x-assay-injected")).isEqualTo("examples:one,examples:two");
    assertThat(answer.header("x-assay-release")).isEqualTo("1");

    JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("injected"))
        .extracting(item -> item.path("id").asText())
        .containsExactly("one", "two");
    assertThat(record.path("injection").asText()).isEqualTo("pinned");

    gateway
        .as(person, "PUT", "/admin/tenants/acme/switches/bypass-injection", "{\"on\":true}")
        .json(200);
    RunningGateway.Answer bare = gateway.chat(key, body);
    assertThat(upstream.lastAsked().text()).isEqualTo(body.replace("small", "real-small"));
    assertThat(bare.header("x-assay-injected")).isEmpty();

    gateway
        .as(person, "PUT", "/admin/tenants/acme/switches/bypass-injection", "{\"on\":false}")
        .json(200);
    assertThat(gateway.chat(key, body).header("x-assay-injected")).isNotEmpty();
  }

  @Test
  void whileLearningIsFrozenNothingNewIsTaken() throws Exception {
    gateway.tenant("frozen", LearnedTextIT::advisory, "small");
    String person = gateway.person("fay", "owner", "frozen");
    gateway
        .as(person, "PUT", "/admin/tenants/frozen/switches/freeze-learning", "{\"on\":true}")
        .json(200);
    RunningGateway.Answer refused =
        gateway.as("learner", "POST", "/admin/tenants/frozen/changes", PINNED);
    assertThat(refused.status()).isEqualTo(401);
    JsonNode cycle =
        gateway
            .as(person, "POST", "/admin/tenants/frozen/cycles", "{\"learner\":\"examples\"}")
            .json(200);
    assertThat(cycle.path("outcome").asText()).isEqualTo("held");
    assertThat(cycle.path("detail").asText()).contains("froze");
  }

  @Test
  void aChangeIsServedOnceTwoPeopleWithTheRightRolesSaidYes() throws Exception {
    gateway.tenant("globex", LearnedTextIT::byTwo, "small");
    RunningGateway.Key key = gateway.key("globex");
    String proposer = gateway.person("pia", "owner,operator", "globex");
    String reviewer = gateway.person("rob", "reviewer", "globex");
    String owner = gateway.person("oda", "owner", "");
    String stranger = gateway.person("sam", "owner,reviewer", "elsewhere");
    String change = propose(proposer, "globex").path("id").asText();
    JsonNode waiting = awaitState(change, "awaiting_approval");
    String grounds = waiting.path("grounds").toString();
    String vote = "{\"grounds\":" + grounds + "}";
    String approve = "/admin/changes/" + change + "/approve";

    assertThat(gateway.admin("POST", approve, vote).status())
        .as("the admin token can't approve")
        .isEqualTo(403);
    assertThat(gateway.as(proposer, "POST", approve, vote).status())
        .as("nor who proposed it")
        .isIn(403, 409);
    assertThat(gateway.as(stranger, "POST", approve, vote).status())
        .as("nor another tenant's people, who don't learn that it exists")
        .isEqualTo(404);
    String otherEvidence =
        waiting.at("/grounds/evidence").asText().replaceFirst("sha256:.", "sha256:0");
    String moved = vote.replace(waiting.at("/grounds/evidence").asText(), otherEvidence);
    if (moved.equals(vote)) {
      moved = vote.replace("sha256:0", "sha256:1");
    }
    assertThat(gateway.as(reviewer, "POST", approve, moved).status())
        .as("nor on other grounds than those that stand")
        .isEqualTo(409);

    assertThat(gateway.as(reviewer, "POST", approve, vote).json(200).path("state").asText())
        .isEqualTo("awaiting_approval");
    assertThat(gateway.chat(key, Answers.ask("small")).header("x-assay-injected")).isEmpty();
    assertThat(gateway.as(reviewer, "POST", approve, vote).json(200).path("state").asText())
        .as("one person has one vote, however often it is sent")
        .isEqualTo("awaiting_approval");
    assertThat(gateway.admin("GET", "/admin/changes/" + change, "").json(200).path("votes"))
        .hasSize(1);
    String refuse = "{\"reason\":\"no\",\"grounds\":" + grounds + "}";
    assertThat(gateway.as(reviewer, "POST", "/admin/changes/" + change + "/refuse", refuse).code())
        .isEqualTo("already_voted");
    gateway.as(owner, "POST", approve, vote).json(200);
    awaitState(change, "live");
    assertThat(gateway.chat(key, Answers.ask("small")).header("x-assay-injected")).isNotEmpty();

    JsonNode back = rollBack(proposer);
    assertThat(back.path("release").asInt()).isEqualTo(2);
    assertThat(gateway.chat(key, Answers.ask("small")).header("x-assay-injected")).isEmpty();
    JsonNode verified = gateway.admin("GET", "/admin/audit/verify", "").json(200);
    assertThat(verified.path("verified").asBoolean()).isTrue();
  }

  private JsonNode rollBack(String person) throws Exception {
    return gateway
        .as(
            person,
            "POST",
            "/admin/tenants/globex/releases/rollback",
            "{\"to\":0,\"why\":\"test\"}")
        .json(200);
  }
}
