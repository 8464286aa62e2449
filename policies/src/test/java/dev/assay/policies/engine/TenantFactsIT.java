package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule about a fact that nobody gives would never object: it isn't built. */
@NeedsOpa
class TenantFactsIT {
  @TempDir private Path folder;

  @Test
  void aFactThatDoesNotExistIsRefusedWithThoseThatDo() throws Exception {
    Checked<Path> built =
        build(
            """
            deny contains {"code": "c", "message": "m"} if input.request.modle == "x"
            """);

    assertThat(built).isInstanceOf(Checked.Invalid.class);
    assertThat(((Checked.Invalid<Path>) built).problems().toString())
        .contains("acme.rego:3", "input.request.modle", "one of", "model");
  }

  @Test
  void factsOfRequestsFeedbackAndChangesMayAllBeAsked() throws Exception {
    assertThat(
            build(
                """
                deny contains {"code": "a", "message": "m"} if input.request.stream
                deny contains {"code": "b", "message": "m"} if input.signal == "comment"
                deny contains {"code": "c", "message": "m"} if input.change.kind == "adapter"
                """))
        .isInstanceOf(Checked.Valid.class);
  }

  private Checked<Path> build(String rules) throws Exception {
    Path rego = folder.resolve("acme.rego");
    Files.writeString(rego, "package assay.tenants.acme\n\n" + rules);
    return new RegoBuild(OpaRequired.path()).build(Samples.ACME, rego);
  }
}
