package dev.assay.policies.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code opa} program, for tests marked {@link NeedsOpa}. */
final class OpaRequired {
  /** Tests run in the module's folder, from which the base must be built. */
  static final Path MODULE = Path.of("").toAbsolutePath();

  private OpaRequired() {}

  static Path path() {
    return OpaBinary.find(System.getenv()).orElseThrow();
  }

  record Output(int status, String text) {}

  /** Runs {@code opa} in the module's folder. */
  static Output run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path().toString()));
    command.addAll(List.of(arguments));
    return runCommand(command);
  }

  static Output runCommand(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(MODULE.toFile()).redirectErrorStream(true);
    builder.environment().put("ASSAY_OPA", path().toString());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end");
    }
    return new Output(process.exitValue(), text);
  }
}
