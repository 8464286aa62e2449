package dev.assay.gateway.cli;

import dev.assay.config.AssayConfig;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay config}: the operator's file. */
@Command(name = "config", description = "Configuration.", synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
  @Command(name = "check", description = "Read a configuration whole; exit 1 with every problem.")
  int check(
      @Option(names = "--config", paramLabel = "F", defaultValue = "config/assay.yaml") Path file) {
    return switch (AssayConfig.load(file, System.getenv())) {
      case Checked.Valid<AssayConfig>(AssayConfig config) -> {
        System.out.println(
            file
                + " is right: "
                + config.providers().size()
                + " providers, "
                + config.aliases().size()
                + " aliases.");
        yield 0;
      }
      case Checked.Invalid<AssayConfig>(List<Problem> problems) -> {
        problems.forEach(problem -> System.out.println(problem.message()));
        System.out.println(problems.size() + " problems.");
        yield 1;
      }
    };
  }
}
