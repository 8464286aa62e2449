package dev.assay.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told whose policy, configuration or command doesn't fit the other. */
class TenantHintsIT {
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

  @Test
  void anAliasThatNoConfigurationHasIsToldWhereverPoliciesAre() throws Exception {
    gateway.tenant("wishful", "small", "huge");
    JsonNode reloaded = gateway.admin("POST", "/admin/policy/reload", "{}").json(200);
    assertThat(reloaded.path("warnings")).anyMatch(TenantHintsIT::isOfHuge);
    JsonNode listed = gateway.admin("GET", "/admin/tenants", "").json(200).path("tenants");
    assertThat(listed).anyMatch(row -> isOfHuge(row.path("warning")));
    RunningGateway.Answer refused = gateway.chat(gateway.key("wishful"), Answers.ask("huge"));
    assertThat(refused.code()).isEqualTo("no_target");
    assertThat(refused.error().path("message").asText())
        .contains("no such alias in the gateway's configuration", "'huge'")
        .doesNotContain("OPENAI_API_KEY");
  }

  private static boolean isOfHuge(JsonNode warning) {
    return warning.asText().contains("wishful") && warning.asText().endsWith("refused: huge");
  }

  @Test
  void aKeyForATenantWhoseFileHasMistakesIsRefusedWithThem() throws Exception {
    Files.writeString(gateway.policies().resolve("bad.yaml"), "tenant: bad\nmodles: [small]\n");
    gateway.admin("POST", "/admin/policy/reload", "{}");
    RunningGateway.Answer answer =
        gateway.admin("POST", "/admin/tenants/bad/keys", "{\"app\":\"web\"}");
    assertThat(answer.code()).isEqualTo("policy_broken");
    assertThat(answer.error().path("message").asText()).contains("bad.yaml:2", "modles");
  }

  @Test
  void listsOfATenantThatIsNotThereSaySo() throws Exception {
    for (String list : new String[] {"releases", "keys", "changes", "exchanges"}) {
      RunningGateway.Answer answer = gateway.admin("GET", "/admin/tenants/nope/" + list, "");
      assertThat(answer.status()).as(list).isEqualTo(404);
      assertThat(answer.error().path("message").asText()).contains("no tenant nope");
    }
    gateway.tenant("there", "small");
    assertThat(gateway.admin("GET", "/admin/tenants/there/releases", "").status()).isEqualTo(200);
  }

  @Test
  void thePolicyFolderIsToldToTheCommandLine() throws Exception {
    assertThat(gateway.admin("GET", "/admin/policy/folder", "").json(200).path("folder").asText())
        .isEqualTo(gateway.policies().toAbsolutePath().normalize().toString());
  }

  @Test
  void whatDoesNotPassThroughNamesItsSurfaceAndWhatItNeeds() throws Exception {
    gateway.tenant("curious", "small");
    RunningGateway.Key key = gateway.key("curious");
    RunningGateway.Answer files =
        RunningGateway.send("GET", gateway.data("/v1/files"), key.secret(), "");
    assertThat(files.code()).isEqualTo("endpoint_not_allowed");
    assertThat(files.error().path("message").asText())
        .contains("'files'", "pass_through.surfaces", "pass_through: true");
    RunningGateway.Answer chat =
        RunningGateway.send("GET", gateway.data("/v1/chat/completions"), key.secret(), "");
    assertThat(chat.error().path("message").asText()).contains("by POST");
    RunningGateway.Answer embeddings =
        RunningGateway.send("GET", gateway.data("/v1/embeddings"), key.secret(), "");
    assertThat(embeddings.error().path("message").asText()).contains("use POST");
  }

  @Test
  void aSurfaceThatNoProviderLetsThroughSaysWhatIsMissing() throws Exception {
    gateway.tenant(
        "hopeful", text -> text.replace("surfaces: {}", "surfaces: {files: free}"), "small");
    RunningGateway.Answer files =
        RunningGateway.send("GET", gateway.data("/v1/files"), gateway.key("hopeful").secret(), "");
    assertThat(files.code()).isEqualTo("no_target");
    assertThat(files.error().path("message").asText()).contains("'files'", "pass_through: true");
  }
}
