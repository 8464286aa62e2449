package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Within an episode the first choice of examples stays, as far as policy still allows it. */
class StickyChoiceIT {
  private static final String SIMILAR =
      """
      {"artifact":{"kind":"examples","selection":"similar","examples":[
        {"id":"card","input":"where is my card?","output":"card_arrival","sources":[]},
        {"id":"rate","input":"what is the exchange rate of the euro?","output":"rate","sources":[]},
        {"id":"transfer","input":"my transfer has not gone through","output":"transfer","sources":[]}]}}\
      """;

  @TempDir Path dir;

  @Test
  void theFirstChoiceOfAnEpisodeStaysUntilPolicyIsTightened() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        RunningGateway gateway = RunningGateway.over(dir, upstream)) {
      gateway.tenant(
          "acme",
          text ->
              text.replace("gate: enforced", "gate: advisory")
                  .replace("share: 0.2 ", "share: 0 ")
                  .replace("max_items: 8", "max_items: 2"),
          "small");
      RunningGateway.Key key = gateway.key("acme");
      String owner = gateway.person("olga", "owner", "acme");
      JsonNode proposed =
          gateway.as(owner, "POST", "/admin/tenants/acme/changes", SIMILAR).json(200);
      String change = proposed.path("id").asText();
      Eventually.holds(
          "the examples are live, last seen as " + proposed,
          () ->
              gateway
                  .admin("GET", "/admin/changes/" + change, "")
                  .json(200)
                  .path("state")
                  .asText()
                  .equals("live"));

      RunningGateway.Answer first = ask(gateway, key, "my card is not here", "e1");
      RunningGateway.Answer later = ask(gateway, key, "exchange rate of the euro", "e1");
      RunningGateway.Answer other = ask(gateway, key, "exchange rate of the euro", "e2");
      assertThat(first.header("x-assay-injected")).startsWith("examples:card");
      assertThat(later.header("x-assay-injected")).isEqualTo(first.header("x-assay-injected"));
      assertThat(how(gateway, later)).isEqualTo("sticky");
      assertThat(other.header("x-assay-injected")).startsWith("examples:rate");

      Path policy = gateway.policies().resolve("acme.yaml");
      gateway.policy("acme", Files.readString(policy).replace("max_items: 2", "max_items: 1"));
      RunningGateway.Answer tightened = ask(gateway, key, "exchange rate of the euro", "e1");
      assertThat(tightened.status()).as(tightened.text()).isEqualTo(200);
      assertThat(tightened.header("x-assay-injected")).isEqualTo("examples:rate");
    }
  }

  private static RunningGateway.Answer ask(
      RunningGateway gateway, RunningGateway.Key key, String text, String episode)
      throws Exception {
    return gateway.chat(
        key, Answers.ask("small").replace("Hi", text), "x-assay-episode-id", episode);
  }

  private static String how(RunningGateway gateway, RunningGateway.Answer answer) throws Exception {
    JsonNode exchange = gateway.exchange(answer.header("x-assay-exchange-id"));
    return exchange.at("/record/injection").asText();
  }
}
