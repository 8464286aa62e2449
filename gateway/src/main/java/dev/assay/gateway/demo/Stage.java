package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.child.AssayProcess;
import dev.assay.gateway.client.ControlClient;
import dev.assay.learners.credentials.AdminToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A gateway and a sandbox model as processes of their own, with the demo's tenants.
 *
 * @param operator acts with the admin token
 * @param control where a person acts with a credential of their own
 */
record Stage(
    List<AssayProcess> processes, Apps apps, Operator operator, ControlClient admin, URI control)
    implements AutoCloseable {
  static final String LEARNED = "learned";
  static final String FROZEN = "frozen";
  static final String SHUFFLED = "shuffled";
  static final String UNGATED = "shuffled_ungated";
  static final String CEILING = "ceiling";
  static final String WEIGHTS = "weights";
  static final String POISONED = "poisoned";

  static Stage set(Path folder, List<String> labels) throws IOException {
    TenantFiles files = new TenantFiles(folder.resolve("tenants"));
    files.learning(LEARNED);
    files.learning(SHUFFLED);
    files.learning(POISONED);
    files.frozen(FROZEN);
    files.ungated(UNGATED);
    files.ungated(CEILING);
    files.weights(WEIGHTS);
    AssayProcess sandbox =
        start(folder, "sandbox", "--port", "0", "--data-dir", folder.resolve("sandbox").toString());
    Path config = folder.resolve("assay.yaml");
    Files.writeString(config, config(folder, sandbox.address("sandbox")));
    AssayProcess serve = start(folder, "serve", "--config", config.toString());
    String token = Files.readString(folder.resolve("data").resolve(AdminToken.FILE)).strip();
    URI control = URI.create("http://" + serve.address("control"));
    ControlClient admin = new ControlClient(control, token);
    return new Stage(
        List.of(sandbox, serve),
        new Apps(serve.address("data"), Apps.Prompt.forSandbox(labels)),
        new Operator(admin),
        admin,
        control);
  }

  static AssayProcess start(Path folder, String... words) throws IOException {
    Path log = folder.resolve(words[0] + ".log");
    return AssayProcess.start(log, Map.of(), List.of(), List.of(words));
  }

  /** The control plane as this person. */
  ControlClient as(String credential) {
    return new ControlClient(control, credential);
  }

  Arm arm(String tenant, int rows) {
    return new Arm(tenant, operator.key(tenant), rows);
  }

  private static String config(Path folder, String sandbox) throws IOException {
    ObjectMapper json = new ObjectMapper();
    return """
    data: {port: 0}
    control: {port: 0}
    providers:
      sandbox:
        kind: openai-compatible
        base_url: http://%s/v1
        adapters: {trainer: true, runtime: vllm, base_model: assay-sandbox}
    aliases:
      sandbox: [sandbox/assay-sandbox]
    storage:
      data_dir: %s
    policy:
      folder: %s
    """
        .formatted(
            sandbox,
            json.writeValueAsString(folder.resolve("data").toString()),
            json.writeValueAsString(folder.resolve("tenants").toString()));
  }

  @Override
  public void close() {
    processes.reversed().forEach(AssayProcess::close);
  }
}
