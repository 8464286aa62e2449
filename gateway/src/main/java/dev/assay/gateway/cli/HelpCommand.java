package dev.assay.gateway.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay help tenant create}: what {@code --help} says, by words. */
@Command(name = "help", description = "Show how a command is used.")
final class HelpCommand implements Runnable {
  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command's words.")
  List<String> words = List.of();

  @Spec private CommandSpec spec;

  /** For picocli, which sets {@code spec}. */
  @SuppressWarnings("NullAway.Init")
  HelpCommand() {}

  @Override
  public void run() {
    CommandLine asked = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = asked.getSubcommands().get(word);
      if (next == null) {
        throw new CommandLine.ParameterException(
            asked,
            "There is no command '" + asked.getCommandSpec().qualifiedName() + " " + word + "'.");
      }
      asked = next;
    }
    asked.usage(spec.commandLine().getOut());
  }
}
