package dev.assay.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.gateway.client.Complaint;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The words of {@code assay}. */
@Command(
    name = "assay",
    mixinStandardHelpOptions = true,
    version = "assay 0.1.0",
    description = "A governed gateway for LLM applications that learn.",
    synopsisSubcommandLabel = "COMMAND")
public final class AssayCommand implements Runnable {
  @CommandLine.Spec private CommandSpec spec;

  /** For picocli, which sets {@code spec}. */
  @SuppressWarnings("NullAway.Init")
  public AssayCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs one command line and gives its exit code: 0 done, 1 can't be done, 2 not understood. */
  public static int run(PrintStream errors, String... words) {
    return run(writer(System.out), writer(errors), words);
  }

  static int run(PrintWriter out, PrintWriter errors, String... words) {
    CommandLine line = line();
    line.setOut(out);
    line.setErr(errors);
    line.setExecutionExceptionHandler((failure, failed, parsed) -> {
      complain(failure, errors);
      return 1;
    });
    return line.execute(words);
  }

  /** Every command there is. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new AssayCommand());
    for (Object command :
        new Object[] {
          new ServeCommand(),
          new SandboxCommand(),
          new DemoCommand(),
          new BenchCommand(),
          new TenantCommand(),
          new KeyCommand(),
          new PersonCommand(),
          new ChangeCommand(),
          new ReleaseCommand(),
          new LearnCommand(),
          new AuditCommand(),
          new ExchangeCommand(),
          new TailCommand(),
          new UsageCommand(),
          new ImportCommand(),
          new PolicyCommand(),
          new ProviderCommand(),
          new ConfigCommand(),
          new HelpCommand()
        }) {
      line.addSubcommand(command);
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    giveHelp(line);
    return line;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Every command answers {@code --help}, those that are methods as well. */
  private static void giveHelp(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help message and exit.")
              .build());
    }
    line.getSubcommands().values().forEach(AssayCommand::giveHelp);
  }

  /** A stack trace is for mistakes of ours alone. */
  private static void complain(Exception failure, PrintWriter errors) {
    switch (failure) {
      case Complaint complaint -> errors.println("assay: " + complaint.getMessage());
      case NoSuchFileException none -> errors.println("assay: There is no " + none.getFile() + ".");
      case AccessDeniedException denied ->
          errors.println("assay: " + denied.getFile() + " may not be read or written.");
      case JsonProcessingException wrong ->
          errors.println("assay: This is not JSON: " + wrong.getMessage());
      case IOException broken -> errors.println("assay: " + broken.getMessage());
      default -> failure.printStackTrace(errors);
    }
  }
}
