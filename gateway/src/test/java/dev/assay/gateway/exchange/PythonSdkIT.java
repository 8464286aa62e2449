package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Parts;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.ServeProcess;
import dev.assay.gateway.running.Yaml;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's Python SDK, unchanged, pointed at the gateway with an app key. */
class PythonSdkIT {
  private static final String SDK = "openai==3.54.0";

  @TempDir Path dir;

  @Test
  void chatsStreamsListsAndRaisesItsOwnExceptions() throws Exception {
    Path python = Parts.python(SDK);
    int nobody;
    try (ServerSocket probe = new ServerSocket(0)) {
      nobody = probe.getLocalPort();
    }
    try (ServeProcess server = ServeProcess.start(dir, Yaml.of(dir, nobody), "--sandbox")) {
      String key = server.keyOfNewTenant("acme");
      String hurried = server.keyOfNewTenant("hurried");
      Path policy = dir.resolve("tenants/hurried.yaml");
      Files.writeString(
          policy,
          Files.readString(policy).replace("requests_per_minute: 600", "requests_per_minute: 1"));
      RunningGateway.send("POST", server.control("/admin/policy/reload"), server.admin(), "{}")
          .json(200);
      Parts.Output output =
          Parts.run(
              python.toString(),
              Path.of("src/test/python/sdk.py").toString(),
              server.data("/v1").toString(),
              key,
              hurried);
      assertThat(output.text().lines())
          .containsExactly(
              "chat",
              "stream with usage",
              "models",
              "raised AuthenticationError",
              "raised PermissionDeniedError",
              "raised NotFoundError",
              "raised BadRequestError",
              "raised InternalServerError",
              "raised RateLimitError");
      assertThat(output.status()).isZero();
    }
  }
}
