package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.client.ControlClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay tail}: exchanges as they end, until it is stopped. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "Follow exchanges as they end; Ctrl-C stops. Shows no content.",
      "A broken connection is made again; what ended meanwhile is in 'assay exchange list'."
    })
final class TailCommand implements Callable<Integer> {
  private static final long FIRST_WAIT_MILLIS = 500;
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  @Spec private CommandSpec spec;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--tenant", paramLabel = "T", description = "Of this tenant alone.")
  @Nullable String tenant;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      description = "Stop after so many.")
  long limit = Long.MAX_VALUE;

  private long shown;
  private boolean followed;

  /** For picocli, which sets {@code spec}. */
  @SuppressWarnings("NullAway.Init")
  TailCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    TailPrinter printer = new TailPrinter(System.out, server.json);
    long wait = FIRST_WAIT_MILLIS;
    while (shown < limit) {
      long before = shown;
      try {
        follow(printer);
        if (shown >= limit) {
          break;
        }
        tell("The server ended it; trying again…");
      } catch (Complaint complaint) {
        if (!isPassing(complaint) || !followed) {
          throw complaint;
        }
        tell(complaint.getMessage() + " Trying again…");
      }
      wait = shown > before ? FIRST_WAIT_MILLIS : Math.min(wait * 2, LONGEST_WAIT_MILLIS);
      Thread.sleep(wait);
    }
    return 0;
  }

  private void follow(TailPrinter printer) {
    // Made anew each time: a server that was started again may be somewhere else.
    ControlClient client = server.client();
    client.follow(
        path(),
        () -> {
          if (followed) {
            tell("Following again.");
          }
          followed = true;
          printer.heading();
        },
        row -> show(printer, row));
  }

  private void tell(String line) {
    spec.commandLine().getErr().println("assay: " + line);
  }

  private void show(TailPrinter printer, JsonNode row) {
    shown++;
    printer.row(row);
  }

  private String path() {
    StringBuilder path = new StringBuilder("/admin/exchanges/tail?");
    if (tenant != null) {
      path.append("tenant=").append(ControlClient.segment(tenant)).append('&');
    }
    return limit == Long.MAX_VALUE
        ? path.toString()
        : path.append("limit=").append(limit - shown).toString();
  }

  /** Whether it may be better in a moment: a server that is away or is just starting. */
  private static boolean isPassing(Complaint complaint) {
    return switch (complaint.code()) {
      case "unreachable", "broken", "too_many_tails", "unknown_server" -> true;
      default -> false;
    };
  }
}
