package dev.assay.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.policies.engine.OpaBinary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The command line against a running server: what it prints, and how it complains. */
@ResourceLock(Resources.SYSTEM_OUT)
class CommandLineIT {
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

  private record Said(int status, String out, String errors) {
    JsonNode json() throws Exception {
      assertThat(errors).isEmpty();
      assertThat(out.strip()).as("one JSON document and nothing else").doesNotContain("\n");
      return new ObjectMapper().readTree(out);
    }
  }

  private static Said assay(String... words) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      int status = AssayCommand.run(new PrintStream(errors, true, StandardCharsets.UTF_8), words);
      return new Said(
          status, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  private static Said there(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data-dir", gateway.dataDir().toString()));
    return assay(all.toArray(String[]::new));
  }

  @Test
  void everyModelOfEveryProviderIsListedWithHowItDoes() throws Exception {
    JsonNode providers = there("provider", "list", "--json").json();
    assertThat(providers.at("/0/name").asText()).isEqualTo("up");
    assertThat(providers.at("/0/targets/0/model").asText()).isEqualTo("real-small");
    Said table = there("provider", "list");
    assertThat(table.status()).isZero();
    assertThat(table.out()).contains("PROVIDER", "BREAKER", "real-small", "closed");
  }

  @Test
  void aTenantAKeyAndAnExchangeFromTheCommandLine() throws Exception {
    assertThat(there("tenant", "create", "acme", "--json").json().path("written").asBoolean())
        .isTrue();
    JsonNode key = there("key", "create", "--tenant", "acme", "--app", "web", "--json").json();
    assertThat(key.path("key").asText()).startsWith("sk-assay-");
    RunningGateway.Answer answer =
        gateway.chat(
            new RunningGateway.Key(key.path("id").asText(), key.path("key").asText()),
            Answers.ask("small"));
    String id = answer.header("x-assay-exchange-id");
    gateway.exchange(id);
    assertThat(there("exchange", "show", id, "--json").json().at("/record/outcome").asText())
        .isEqualTo("ANSWERED");
    assertThat(there("exchange", "list", "--tenant", "acme").out()).contains(id);
    assertThat(there("tenant", "list").out()).contains("acme");
    assertThat(there("key", "list", "--tenant", "acme", "--json").json()).hasSize(1);
    assertThat(there("change", "list", "--tenant", "acme", "--json").json()).isEmpty();
    assertThat(there("release", "list", "--tenant", "acme", "--json").status()).isZero();
    assertThat(there("learn", "list", "--tenant", "acme").status()).isZero();
    assertThat(there("tenant", "bypass-injection", "acme", "--json").json().path("on").asBoolean())
        .isTrue();
    assertThat(
            there("tenant", "bypass-injection", "acme", "--off", "--json")
                .json()
                .path("on")
                .asBoolean())
        .isFalse();
    assertThat(
            there("person", "create", "ann", "--roles", "owner,reviewer", "--json")
                .json()
                .path("key")
                .asText())
        .startsWith("sk-person-");
    Said verified = there("audit", "verify", "--json");
    assertThat(verified.json().path("verified").asBoolean()).isTrue();
    assertThat(verified.status()).isZero();
    assertThat(
            there("key", "revoke", "--tenant", "acme", key.path("id").asText(), "--json").status())
        .isZero();
  }

  @Test
  void peopleReadSentencesWhereProgramsAskForJson() {
    assertThat(there("audit", "verify").out()).startsWith("The audit log is whole: ");
    assertThat(there("policy", "reload").out()).doesNotContain("{");
    assertThat(there("release", "list", "--tenant", "nope").errors())
        .contains("There is no tenant nope");
  }

  @Test
  void theAuditLogSaysWhetherASwitchWasThrownOrReset() throws Exception {
    gateway.tenant("stopped", "small");
    there("tenant", "freeze-learning", "stopped");
    there("tenant", "freeze-learning", "stopped", "--off");
    assertThat(there("audit", "list", "--limit", "1000").out().lines())
        .filteredOn(line -> line.contains("switch.freeze-learning") && line.contains("stopped"))
        .hasSize(2)
        .satisfiesExactly(
            thrown -> assertThat(thrown).endsWith("on: true"),
            reset -> assertThat(reset).endsWith("on: false"));
  }

  @Test
  void votingWithoutAPersonsKeySaysWhereOneComesFrom() {
    Assumptions.assumeTrue(System.getenv("ASSAY_PERSON_KEY") == null, "a key is set here");
    for (String[] vote :
        new String[][] {
          {"change", "approve", "chg-unknown"}, {"change", "refuse", "chg-unknown", "--reason", "x"}
        }) {
      Said said = there(vote);
      assertThat(said.status()).isEqualTo(1);
      assertThat(said.errors()).contains("ASSAY_PERSON_KEY", "assay person create");
    }
  }

  @Test
  void whatCantBeDoneIsSaidInOneLineWithoutAStackTrace() {
    List<Said> complaints =
        List.of(
            there("key", "create", "--tenant", "nobody", "--app", "web"),
            there("tenant", "create", "No Such Name"),
            there("exchange", "show", "a b/c?d"),
            there("change", "show", "chg-unknown"),
            there("change", "approve", "chg-unknown"),
            there("release", "rollback", "--tenant", "..", "--to", "1"),
            there("person", "create", "x", "--roles", "god"),
            there("change", "propose", "--tenant", "acme", "/no/such/file"),
            assay("tenant", "list", "--data-dir", "/nowhere"));
    assertThat(complaints)
        .allSatisfy(said -> {
          assertThat(said.status()).as(said.toString()).isEqualTo(1);
          assertThat(said.errors()).startsWith("assay: ").doesNotContain("\tat ");
          assertThat(said.errors().strip()).hasSizeGreaterThan(15);
        });
  }

  @Test
  void whatIsNotUnderstoodIsExitCode2() {
    assertThat(assay("key", "create").status()).isEqualTo(2);
    assertThat(assay("serve", "--no-such-option").status()).isEqualTo(2);
    assertThat(assay("frobnicate").status()).isEqualTo(2);
  }

  @Test
  void regoThatDoesNotCompileIsNamedWithItsLineAndTheOldPolicyGoesOnServing() throws Exception {
    Assumptions.assumeTrue(
        OpaBinary.find(System.getenv()).isPresent(),
        () -> "SKIPPED, part absent: opa. " + OpaBinary.HOW_TO_GET);
    gateway.tenant("strict", "small");
    RunningGateway.Key key = gateway.key("strict");
    assertThat(gateway.chat(key, Answers.ask("small")).status()).isEqualTo(200);
    Path rego = gateway.policies().resolve("strict.rego");
    Files.writeString(
        rego, "package assay.tenants.strict\n\ndeny contains \"x\" if {\n\tinput.nonsense ==\n}\n");

    String folder = gateway.policies().toString();
    for (Said build :
        List.of(
            there("policy", "build", "strict"),
            assay("policy", "build", "strict", "--policy-dir", folder))) {
      assertThat(build.status()).isEqualTo(1);
      assertThat(build.out()).containsPattern("strict\\.rego:[45]");
    }
    Said reload = there("policy", "reload", "--json");
    assertThat(reload.status()).isEqualTo(1);
    assertThat(reload.json().path("problems").toString()).contains("strict.rego");
    assertThat(there("tenant", "list").out()).contains("strict.rego");
    assertThat(gateway.chat(key, Answers.ask("small")).status())
        .as("the old policy goes on serving")
        .isEqualTo(200);
  }
}
