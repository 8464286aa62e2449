package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.canonical.CanonicalJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed base rules are what their sources say, and the sources are in order. */
@NeedsOpa
class BaseRulesIT {
  private static final String RULES = "rego/assay";

  @Test
  void aFreshBuildGivesTheCommittedBytes(@TempDir Path folder) throws Exception {
    Path fresh = folder.resolve("base.wasm");
    OpaRequired.Output built =
        OpaRequired.runCommand(List.of("sh", "build-base.sh", fresh.toString()));
    assertThat(built.status()).as(built.text()).isZero();
    assertThat(Files.readAllBytes(fresh))
        .as("base.wasm is not built from these sources; run policies/build-base.sh and commit it")
        .isEqualTo(BaseRules.shipped().wasm());
  }

  @Test
  void theRulesOwnTestsPass() throws Exception {
    OpaRequired.Output tested = OpaRequired.run("test", RULES);
    assertThat(tested.status()).as(tested.text()).isZero();
  }

  @Test
  void theirTestsCoverAtLeast95PerCent() throws Exception {
    OpaRequired.Output covered = OpaRequired.run("test", "--coverage", RULES);
    assertThat(CanonicalJson.MAPPER.readTree(covered.text()).path("coverage").asDouble())
        .isGreaterThanOrEqualTo(95);
  }

  @Test
  void everyFileFitsTheSchemasAndCapabilities() throws Exception {
    OpaRequired.Output checked =
        OpaRequired.run(
            "check",
            "--strict",
            "-s",
            "rego/schemas",
            "--capabilities",
            "rego/capabilities.json",
            RULES);
    assertThat(checked.status()).as(checked.text()).isZero();
  }

  @Test
  void aMisspeltFactIsCaught(@TempDir Path folder) throws Exception {
    for (String file : List.of("policy", "feedback")) {
      String source = Files.readString(Path.of(RULES, file + ".rego"));
      Files.writeString(
          folder.resolve(file + ".rego"),
          source.replace("input.principalToday <", "input.principleToday <"));
    }
    OpaRequired.Output checked =
        OpaRequired.run("check", "--strict", "-s", "rego/schemas", folder.toString());
    assertThat(checked.status()).isNotZero();
    assertThat(checked.text()).contains("undefined ref: input.principleToday");
  }

  @Test
  void everyFileIsFormatted() throws Exception {
    OpaRequired.Output formatted = OpaRequired.run("fmt", "--fail", "--list", RULES);
    assertThat(formatted.status()).as(formatted.text()).isZero();
  }
}
