package dev.assay.gateway.cli;

import dev.assay.config.AliasTarget;
import dev.assay.config.AssayConfig;
import dev.assay.config.prices.PriceTable;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay config}: the operator's file. */
@Command(name = "config", description = "Configuration.", synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
  @Spec private CommandSpec spec;

  /** For picocli, which sets {@code spec}. */
  @SuppressWarnings("NullAway.Init")
  ConfigCommand() {}

  @Command(name = "check", description = "Read a configuration whole; exit 1 with every problem.")
  int check(
      @Option(
              names = "--config",
              paramLabel = "F",
              defaultValue = "config/assay.yaml",
              description = "The file to read; ${DEFAULT-VALUE}.")
          Path file) {
    PrintWriter out = spec.commandLine().getOut();
    return switch (AssayConfig.load(file, System.getenv())) {
      case Checked.Valid<AssayConfig>(AssayConfig config) -> {
        out.println(
            file
                + " is right: "
                + counted(config.providers().size(), "provider", "providers")
                + ", "
                + counted(config.aliases().size(), "alias", "aliases")
                + ".");
        notes(config).forEach(out::println);
        yield 0;
      }
      case Checked.Invalid<AssayConfig>(List<Problem> problems) -> {
        problems.forEach(problem -> out.println(problem.message()));
        out.println(counted(problems.size(), "problem", "problems") + ".");
        yield 1;
      }
    };
  }

  /** What is no mistake until a tenant has a budget. */
  private static List<String> notes(AssayConfig config) {
    List<String> notes = new ArrayList<>();
    List<String> unpriced =
        config.aliases().values().stream()
            .flatMap(alias -> alias.targets().stream())
            .filter(target -> config.prices().price(target.provider(), target.model()).isEmpty())
            .map(AliasTarget::toString)
            .distinct()
            .toList();
    if (!unpriced.isEmpty()) {
      notes.add(
          "Without a price, and refused where a tenant has a budget: "
              + String.join(", ", unpriced)
              + ".");
    }
    List<String> unknown =
        config.prices().providers().keySet().stream()
            .filter(name -> !config.providers().containsKey(name))
            .toList();
    if (!unknown.isEmpty() && !config.prices().equals(PriceTable.shipped())) {
      notes.add(
          "Prices stand under names that no provider has here: "
              + String.join(", ", unknown)
              + ".");
    }
    return notes;
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
