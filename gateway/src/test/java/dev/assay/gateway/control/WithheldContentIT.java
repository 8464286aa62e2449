package dev.assay.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who audits sees all that happened and nothing that was said. */
class WithheldContentIT {
  @TempDir Path dir;

  @Test
  void whatWasSaidIsShownToThoseWhoWorkWithItAlone() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        RunningGateway gateway = RunningGateway.over(dir, upstream)) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      String id = gateway.chat(key, Answers.ask("small")).header("x-assay-exchange-id");
      gateway.feedback(key, "{\"exchange_id\":\"" + id + "\",\"comment\":\"words\"}").json(200);
      String path = "/admin/exchanges/" + gateway.exchange(id).at("/record/id").asText();

      JsonNode reviewed =
          gateway.as(gateway.person("ann", "reviewer", "acme"), "GET", path, "").json(200);
      assertThat(reviewed.at("/content/query").asText()).isEqualTo("Hi");
      assertThat(reviewed.at("/feedback/0/signal/text").asText()).isEqualTo("words");

      RunningGateway.Answer audited =
          gateway.as(gateway.person("bob", "auditor", "acme"), "GET", path, "");
      assertThat(audited.json(200).path("withheld").asBoolean()).isTrue();
      assertThat(audited.json(200).at("/record/outcome").asText()).isEqualTo("ANSWERED");
      assertThat(audited.json(200).at("/record/timings/firstByteMicros").asLong()).isPositive();
      assertThat(audited.json(200).at("/feedback/0/metric").asText()).isEqualTo("comment");
      assertThat(audited.json(200).has("content")).isFalse();
      assertThat(audited.text()).doesNotContain("words", "ready");
    }
  }
}
