package dev.assay.gateway.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code assay serve} as a process of its own. */
public final class ServeProcess implements AutoCloseable {
  private final Process process;
  private final JsonNode addresses;
  private final Path dataDir;

  private ServeProcess(Process process, JsonNode addresses, Path dataDir) {
    this.process = process;
    this.addresses = addresses;
    this.dataDir = dataDir;
  }

  /** Starts it and waits for its one line of addresses. */
  public static ServeProcess start(Path dir, String yaml, String... options) throws IOException {
    Path config = Files.writeString(dir.resolve("assay.yaml"), yaml);
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.assay.gateway.Assay",
                "serve",
                "--config",
                config.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()));
    builder.environment().put("UPSTREAM_KEY", "sk-upstream-secret");
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("it did not start: " + Files.readString(dir.resolve("log")));
    }
    return new ServeProcess(process, new ObjectMapper().readTree(line), dir.resolve("data"));
  }

  public URI data(String path) {
    return URI.create("http://" + addresses.path("data").asText() + path);
  }

  public URI control(String path) {
    return URI.create("http://" + addresses.path("control").asText() + path);
  }

  public String admin() throws IOException {
    return Files.readString(dataDir.resolve("admin-token")).strip();
  }

  /** An app key of a tenant that is made for it. */
  public String keyOfNewTenant(String tenant) throws Exception {
    RunningGateway.send(
            "POST", control("/admin/tenants"), admin(), "{\"tenant\":\"" + tenant + "\"}")
        .json(200);
    return RunningGateway.send(
            "POST", control("/admin/tenants/" + tenant + "/keys"), admin(), "{\"app\":\"web\"}")
        .json(200)
        .path("key")
        .asText();
  }

  /** SIGTERM. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL; returns when it is dead. */
  public void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  public int exitCode() throws InterruptedException {
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
