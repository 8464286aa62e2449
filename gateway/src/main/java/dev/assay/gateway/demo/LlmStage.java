package dev.assay.gateway.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.child.AssayProcess;
import dev.assay.gateway.client.ControlClient;
import dev.assay.learners.credentials.AdminToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A gateway, a process of its own, in front of a real LLM, with three tenants.
 *
 * @param data where applications call
 * @param control where a person acts with a credential of their own
 */
record LlmStage(
    AssayProcess gateway, Apps apps, Operator operator, ControlClient admin, URI data, URI control)
    implements AutoCloseable {
  /** What applications call the model. */
  static final String ALIAS = "llm";

  static final String LEARNED = "learned";
  static final String FROZEN = "frozen";
  static final String SHUFFLED = "shuffled";

  /**
   * Starts it.
   *
   * @param keyName the environment variable that holds the server's key
   */
  static LlmStage set(Path folder, URI llm, String model, Optional<String> keyName)
      throws IOException {
    TenantFiles files = new TenantFiles(folder.resolve("tenants"));
    files.advised(LEARNED);
    files.untaught(FROZEN);
    files.untaught(SHUFFLED);
    Path config = folder.resolve("assay.yaml");
    Files.writeString(config, config(folder, llm, model, keyName));
    AssayProcess gateway = Stage.start(folder, "serve", "--config", config.toString());
    String token = Files.readString(folder.resolve("data").resolve(AdminToken.FILE)).strip();
    URI control = URI.create("http://" + gateway.address("control"));
    ControlClient admin = new ControlClient(control, token);
    return new LlmStage(
        gateway,
        new Apps(gateway.address("data"), LlmTask.prompt(ALIAS)),
        new Operator(admin),
        admin,
        URI.create("http://" + gateway.address("data")),
        control);
  }

  Arm arm(String tenant, int rows) {
    return new Arm(tenant, operator.key(tenant), rows);
  }

  /** The control plane as this person. */
  ControlClient as(String credential) {
    return new ControlClient(control, credential);
  }

  /** Of the server's API only chat is used: what else an application speaks is translated to it. */
  private static String config(Path folder, URI llm, String model, Optional<String> keyName)
      throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    return """
    data: {host: 127.0.0.1, port: 0}
    control: {host: 127.0.0.1, port: 0}
    providers:
      llm:
        kind: openai-compatible
        base_url: %s
        endpoints: [chat.completions]
        total_timeout_millis: 60000
    %s
    aliases:
      %s: [{provider: llm, model: %s}]
    storage:
      data_dir: %s
    policy:
      folder: %s
    """
        .formatted(
            json.writeValueAsString(llm.toString()),
            keyName.map(name -> "    api_key: ${env:" + name + "}").orElse(""),
            ALIAS,
            json.writeValueAsString(model),
            json.writeValueAsString(folder.resolve("data").toString()),
            json.writeValueAsString(folder.resolve("tenants").toString()));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
