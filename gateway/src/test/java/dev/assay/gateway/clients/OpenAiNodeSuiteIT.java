package dev.assay.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.Parts;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The test suite of OpenAI's client for JavaScript, through the gateway to a server that checks
 * every request and makes every answer by OpenAI's own OpenAPI document. No package registry has
 * the suite, so it runs where {@code -Dassay.openaiNode} names a checkout of openai-node.
 */
class OpenAiNodeSuiteIT {
  private static final String CHECKOUT = System.getProperty("assay.openaiNode", "");
  private static final Pattern MODEL =
      Pattern.compile("(?:model: |models\\.retrieve\\(|models\\.delete\\()'([A-Za-z0-9][^']*)'");

  /** Its own script's options, for the document's way of writing lists and objects in queries. */
  private static final List<String> STEADY_OPTIONS =
      List.of(
          "--host=127.0.0.1",
          "--validator-query-array-format=brackets",
          "--validator-form-array-format=brackets",
          "--validator-query-object-format=brackets",
          "--validator-form-object-format=brackets");

  /** What passes without a gateway between. */
  private static final int PASSING = 556;

  @TempDir Path dir;

  @Test
  void passesThroughTheGatewayAsItDoesDirectly() throws Exception {
    if (CHECKOUT.isEmpty()) {
      abort(
          "SKIPPED, not run: no checkout of openai-node. Give its folder by -Dassay.openaiNode=DIR");
    }
    Path suite = Path.of(CHECKOUT).toAbsolutePath();
    Parts.Node node = Parts.node("@stdy/cli@0.22.1", "pnpm@10.34.9");
    install(suite, node);
    int port;
    try (ServerSocket probe = new ServerSocket(0)) {
      port = probe.getLocalPort();
    }
    Process steady = steady(suite, node, port);
    try (RunningGateway gateway = gateway(models(suite), port)) {
      Eventually.holds("steady listens", () -> isUp(port));
      JsonNode result = run(suite, node, gateway);
      int passed = result.path("numPassedTests").asInt();
      assertThat(passed)
          .as(() -> passed + " passed; the others:\n" + String.join("\n", failures(result)))
          .isEqualTo(PASSING);
    } finally {
      steady.descendants().forEach(ProcessHandle::destroyForcibly);
      steady.destroyForcibly();
    }
  }

  /** One line a test. */
  private static List<String> failures(JsonNode result) {
    List<String> failures = new ArrayList<>();
    for (JsonNode file : result.path("testResults")) {
      for (JsonNode test : file.path("assertionResults")) {
        if (test.path("status").asText().equals("failed")) {
          String why = test.path("failureMessages").path(0).asText();
          failures.add(
              test.path("fullName").asText() + ": " + why.lines().findFirst().orElse("no reason"));
        }
      }
    }
    return failures;
  }

  private static void install(Path suite, Parts.Node node) throws Exception {
    if (!Files.exists(suite.resolve("node_modules/jest"))) {
      Parts.Output installed =
          Parts.run(
              node.binary().toString(),
              node.home().resolve("node_modules/pnpm/bin/pnpm.cjs").toString(),
              "--dir=" + suite,
              "--config.manage-package-manager-versions=false",
              "install",
              "--frozen-lockfile",
              "--ignore-scripts");
      assertThat(installed.status()).as(installed.text()).isZero();
    }
  }

  private Process steady(Path suite, Parts.Node node, int port) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                node.binary().toString(),
                node.home().resolve("node_modules/@stdy/cli/steady.js").toString()));
    command.addAll(STEADY_OPTIONS);
    command.addAll(List.of("--port=" + port, "api_reference/openapi.transformed.yml"));
    return new ProcessBuilder(command)
        .directory(suite.toFile())
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("steady.log").toFile())
        .start();
  }

  private static boolean isUp(int port) {
    try {
      URI health = URI.create("http://127.0.0.1:" + port + "/_x-steady/health");
      return RunningGateway.send("GET", health, "", "").status() == 200;
    } catch (Exception notYet) {
      return false;
    }
  }

  /** Every model that the suite asks for, under its own name. */
  private static Set<String> models(Path suite) throws IOException {
    Set<String> models = new TreeSet<>();
    try (Stream<Path> files = Files.walk(suite.resolve("tests/api-resources"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".test.ts")).toList()) {
        MODEL
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> models.add(found.group(1)));
      }
    }
    return models;
  }

  /** The provider has no {@code /v1} before its paths. */
  private RunningGateway gateway(Set<String> models, int port) throws Exception {
    StringBuilder aliases = new StringBuilder();
    models.forEach(model -> aliases.append("  \"%s\": [\"steady/%s\"]\n".formatted(model, model)));
    RunningGateway gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.provider("steady", port, "    tenant: suite\n    pass_through: true\n")
                    .replace(port + "/v1", Integer.toString(port))
                + "aliases:\n"
                + aliases);
    gateway.tenant(
        "suite",
        text ->
            text.replace("surfaces: {}", "surfaces: {everything_else: free}")
                .replace("limits:  ", "default_model: gpt-4o\n\nlimits:  "),
        models.toArray(String[]::new));
    return gateway;
  }

  private JsonNode run(Path suite, Parts.Node node, RunningGateway gateway) throws Exception {
    Path result = Path.of("target/openai-node-suite.json").toAbsolutePath();
    Files.deleteIfExists(result);
    ProcessBuilder jest =
        new ProcessBuilder(
                node.binary().toString(),
                "node_modules/jest/bin/jest.js",
                "--runInBand",
                "--json",
                "--outputFile=" + result,
                "--setupFiles",
                suite.resolve("scripts/jest-setup.ts").toString(),
                Path.of("src/test/node/app_key.cjs").toAbsolutePath().toString())
            .directory(suite.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("jest.log").toFile());
    jest.environment().put("OPENAI_TEST_SUITE", "generated");
    jest.environment().put("TEST_API_BASE_URL", gateway.data("/v1").toString());
    jest.environment().put("ASSAY_APP_KEY", gateway.key("suite").secret());
    jest.start().waitFor(); // its status says that some failed; which, its report
    assertThat(result).as(Files.readString(dir.resolve("jest.log"))).exists();
    return new ObjectMapper().readTree(result.toFile());
  }
}
