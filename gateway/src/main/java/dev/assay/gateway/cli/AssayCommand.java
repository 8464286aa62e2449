package dev.assay.gateway.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The words of {@code assay}. */
@Command(
    name = "assay",
    mixinStandardHelpOptions = true,
    version = "assay 0.1.0",
    description = "A governed gateway for LLM applications that learn.",
    synopsisSubcommandLabel = "COMMAND")
public final class AssayCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** For picocli, which sets {@code spec}. */
  @SuppressWarnings("NullAway.Init")
  public AssayCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** Runs one command line and gives its exit code: 0 done, 1 can't be done, 2 not understood. */
  public static int run(PrintStream errors, String... words) {
    CommandLine line = new CommandLine(new AssayCommand());
    for (Object command :
        new Object[] {
          new ServeCommand(),
          new SandboxCommand(),
          new TenantCommand(),
          new KeyCommand(),
          new PersonCommand(),
          new ChangeCommand(),
          new ReleaseCommand(),
          new LearnCommand(),
          new AuditCommand(),
          new ExchangeCommand(),
          new PolicyCommand(),
          new ConfigCommand()
        }) {
      line.addSubcommand(command);
    }
    line.setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((failure, failed, parsed) -> {
      if (failure instanceof Complaint complaint) {
        errors.println("assay: " + complaint.getMessage());
      } else {
        failure.printStackTrace(errors);
      }
      return 1;
    });
    return line.execute(words);
  }
}
