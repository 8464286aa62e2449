package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.ServeProcess;
import dev.assay.gateway.running.Yaml;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's Python SDK, unchanged, pointed at the gateway with an app key. */
class PythonSdkIT {
  private static final String SDK = "openai==3.54.0";
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "assay", "python", "openai-3.54.0");

  @TempDir Path dir;

  @Test
  void chatsStreamsListsAndRaisesItsOwnExceptions() throws Exception {
    Path python = pythonOrSkip();
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
      Output output =
          run(
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

  /** A virtual environment kept outside the tree; made once. */
  private static Path pythonOrSkip() throws Exception {
    Path python = CACHE.resolve("bin/python");
    Path complete = CACHE.resolve("complete");
    if (Files.exists(complete)) {
      return python;
    }
    try {
      Files.createDirectories(CACHE.getParent());
      Output made = run("python3", "-m", "venv", CACHE.toString());
      Output installed =
          made.status() != 0
              ? made
              : run(
                  python.toString(),
                  "-m",
                  "pip",
                  "install",
                  "-q",
                  "--disable-pip-version-check",
                  SDK);
      if (installed.status() == 0) {
        Files.createFile(complete);
        return python;
      }
      return absent(installed.text());
    } catch (IOException none) {
      return absent(String.valueOf(none.getMessage()));
    }
  }

  private static Path absent(String why) {
    return abort(
        "SKIPPED, part absent: python. Install python3 with venv and pip; "
            + SDK
            + " was not"
            + " installed: "
            + why);
  }

  private record Output(int status, String text) {}

  private static Output run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " did not end");
    }
    return new Output(process.exitValue(), text);
  }
}
