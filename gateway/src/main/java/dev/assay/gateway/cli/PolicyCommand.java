package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import dev.assay.gateway.client.Complaint;
import dev.assay.policies.engine.OpaBinary;
import dev.assay.policies.engine.RegoBuild;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay policy}: tenants' own rules, and reloading them. */
@Command(name = "policy", description = "Policies.", synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {
  private static final String USUAL_FOLDER = "policies/tenants";

  @Command(
      name = "build",
      description = "Check and compile a tenant's own Rego (needs opa); exit 1 with file and line.")
  int build(
      @Mixin ServerOptions server,
      @Option(
              names = "--policy-dir",
              paramLabel = "D",
              description =
                  "Where TENANT.rego is; the running server's folder, else " + USUAL_FOLDER + ".")
          @Nullable Path policyDir,
      @Parameters(paramLabel = "TENANT", description = "Whose rules.") String tenant)
      throws IOException {
    if (!TenantId.isValid(tenant)) {
      throw new Complaint("'" + tenant + "' can't be a tenant's name.", "invalid");
    }
    Path folder = policyDir != null ? policyDir : folder(server);
    Path opa =
        OpaBinary.find(System.getenv())
            .orElseThrow(() -> new Complaint(OpaBinary.missing(System.getenv()), "no_opa"));
    return switch (new RegoBuild(opa)
        .build(new TenantId(tenant), folder.resolve(tenant + ".rego"))) {
      case Checked.Valid<Path>(Path built) -> {
        System.out.println("Built " + built + ".");
        yield 0;
      }
      case Checked.Invalid<Path>(List<Problem> problems) -> {
        problems.forEach(problem -> System.out.println(problem.message()));
        yield 1;
      }
    };
  }

  private static Path folder(ServerOptions server) {
    try {
      return Path.of(server.client().get("/admin/policy/folder").path("folder").asText());
    } catch (Complaint notRunning) {
      return Path.of(USUAL_FOLDER);
    }
  }

  @Command(name = "reload", description = "Read the policy folder again, and say what is wrong.")
  int reload(@Mixin ServerOptions server) {
    JsonNode outcome = server.client().post("/admin/policy/reload", Map.of());
    Printer printer = new Printer(System.out, server.json);
    if (server.json) {
      printer.one(outcome);
    } else {
      told(outcome, printer);
    }
    return outcome.path("problems").isEmpty() ? 0 : 1;
  }

  private static void told(JsonNode outcome, Printer printer) {
    if (outcome.path("changed").isEmpty()) {
      printer.say(
          "The files stand as they were last read; a running server also reads them by itself.");
    }
    outcome.path("changed").forEach(tenant -> printer.say("Changed: " + tenant.asText()));
    outcome.path("problems").forEach(problem -> printer.say("Problem: " + problem.asText()));
    outcome.path("warnings").forEach(warning -> printer.say("Warning: " + warning.asText()));
    if (!outcome.path("inForce").isEmpty()) {
      printer.rows(outcome.path("inForce"), "/tenant", "/revision", "/since");
    }
  }
}
