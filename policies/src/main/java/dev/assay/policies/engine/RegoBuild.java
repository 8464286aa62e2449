package dev.assay.policies.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles a tenant's own Rego to Wasm beside it. This runs {@code opa}, so only the command line
 * may call it; a server only loads what was built.
 */
public final class RegoBuild {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int MAX_OUTPUT_BYTES = 1024 * 1024;

  private static final String INPUT_SCHEMA = "input.json";

  private final Path opa;

  /**
   * @param opa the program, as {@link OpaBinary#find} gives it
   */
  public RegoBuild(Path opa) {
    this.opa = opa;
  }

  /**
   * Checks, compiles and writes {@code <tenant>.wasm} and its record.
   *
   * @return the written Wasm file, or every problem with its line
   * @throws IOException when a file cannot be read or written, or {@code opa} not run
   */
  public Checked<Path> build(TenantId tenant, Path rego) throws IOException {
    String source = Files.readString(rego);
    TenantRegoCheck.Findings findings = TenantRegoCheck.findings(rego.toString(), tenant, source);
    if (!findings.problems().isEmpty()) {
      return new Checked.Invalid<>(findings.problems());
    }
    RegoShapes shapes = new RegoShapes(rego.toString(), tenant, source, findings.additions());
    Path work = Files.createTempDirectory("assay-rego-");
    try {
      return compile(tenant, rego, source, shapes, work);
    } finally {
      delete(work);
    }
  }

  private Checked<Path> compile(
      TenantId tenant, Path rego, String source, RegoShapes shapes, Path work) throws IOException {
    // A copy, so that what is compiled is what was checked and what the record names.
    String name = tenant + ".rego";
    Files.writeString(work.resolve(name), source);
    Files.write(work.resolve("capabilities.json"), BaseRules.resource("capabilities.json"));
    Files.write(work.resolve(INPUT_SCHEMA), inputSchema());
    Path bundle = work.resolve("bundle.tar.gz");
    List<String> check =
        List.of(
            "check",
            "--strict",
            "--format=json",
            "--capabilities=capabilities.json",
            "--schema=" + INPUT_SCHEMA,
            name);
    List<String> build =
        List.of(
            "build",
            "--target=wasm",
            "--capabilities=capabilities.json",
            "--entrypoint=assay/tenants/" + tenant,
            "--output=" + bundle.getFileName(),
            name);
    Finished checked = run(check, work);
    if (checked.status() != 0) {
      return new Checked.Invalid<>(problems(rego, checked.output()));
    }
    List<Problem> misshapen = misshapen(rego, name, shapes, work);
    if (!misshapen.isEmpty()) {
      return new Checked.Invalid<>(misshapen);
    }
    Finished compiled = run(build, work);
    if (compiled.status() != 0) {
      return new Checked.Invalid<>(problems(rego, compiled.output()));
    }
    TenantFolder.Built built =
        new TenantFolder.Built(
            Digest.of(source.getBytes(StandardCharsets.UTF_8)),
            Bundle.policyWasm(Files.readAllBytes(bundle)));
    return new Checked.Valid<>(TenantFolder.writeBuilt(rego, built));
  }

  /** A tenant's rules judge requests, feedback and changes: they may ask what any of these has. */
  private static byte[] inputSchema() throws IOException {
    ObjectNode schema = CanonicalJson.MAPPER.createObjectNode();
    ArrayNode kinds = schema.putArray("anyOf");
    for (String facts : List.of("request", "feedback", "change")) {
      kinds.add(CanonicalJson.MAPPER.readTree(BaseRules.resource("schemas/" + facts + ".json")));
    }
    return CanonicalJson.MAPPER.writeValueAsBytes(schema);
  }

  private List<Problem> misshapen(Path rego, String name, RegoShapes shapes, Path work)
      throws IOException {
    List<String> check =
        new ArrayList<>(
            List.of(
                "check",
                "--format=json",
                "--max-errors=0",
                "--capabilities=capabilities.json",
                name));
    for (Map.Entry<String, String> module : shapes.modules().entrySet()) {
      Files.writeString(work.resolve(module.getKey()), module.getValue());
      check.add(module.getKey());
    }
    Finished checked = run(check, work);
    if (checked.status() == 0) {
      return List.of();
    }
    List<Problem> problems = shapes.problems(errors(checked.output()));
    return problems.isEmpty() ? problems(rego, checked.output()) : problems;
  }

  /** What a finished step said; it is read for its problems only when the status is not 0. */
  private record Finished(int status, String output) {}

  private Finished run(List<String> arguments, Path work) throws IOException {
    List<String> command = new ArrayList<>(List.of(opa.toAbsolutePath().toString()));
    command.addAll(arguments);
    Path output = work.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
    Process process = builder.start();
    try {
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("opa did not finish within " + DEADLINE.toSeconds() + " s");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opa was running", stopped);
    } finally {
      process.destroyForcibly();
    }
    try (var stream = Files.newInputStream(output)) {
      return new Finished(
          process.exitValue(),
          new String(stream.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8));
    }
  }

  private static List<Problem> problems(Path rego, String output) {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode error : errors(output)) {
      problems.add(
          new Problem(
              rego.toString(),
              error.path("location").path("row").asInt(),
              error.path("message").asText(),
              allowed(error.at("/details/oneOf"))));
    }
    return problems.isEmpty()
        ? List.of(new Problem(rego.toString(), 0, output.strip(), "Rego that opa build accepts"))
        : problems;
  }

  /** What a fact that doesn't exist may have meant, where OPA tells. */
  private static String allowed(JsonNode names) {
    return names.isEmpty()
        ? "Rego that opa check --strict accepts"
        : "one of "
            + names.valueStream().map(JsonNode::asText).sorted().collect(Collectors.joining(", "));
  }

  /** The errors of an answer in JSON; none where it is plain text. */
  private static JsonNode errors(String output) {
    try {
      return CanonicalJson.MAPPER.readTree(output).path("errors");
    } catch (JsonProcessingException plainText) {
      return MissingNode.getInstance();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Writes beside the target and renames, so that no reader sees half a file. */
  static void replace(Path target, byte[] bytes) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path written = Files.createTempFile(folder, ".", ".part");
    try {
      Files.write(written, bytes);
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
