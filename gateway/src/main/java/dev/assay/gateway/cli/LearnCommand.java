package dev.assay.gateway.cli;

import dev.assay.gateway.client.ControlClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay learn}: learning cycles. */
@Command(name = "learn", description = "Learning cycles.", synopsisSubcommandLabel = "COMMAND")
final class LearnCommand {
  @Command(name = "run", description = "Run one cycle now and wait for its outcome.")
  int run(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose learning.") String tenant,
      @Option(
              names = "--learner",
              required = true,
              description = "examples or adapter, if the tenant's policy lets it run.")
          String learner) {
    new Printer(System.out, server.json)
        .one(
            server
                .client()
                .post(
                    "/admin/tenants/" + ControlClient.segment(tenant) + "/cycles",
                    Map.of("learner", learner)));
    return 0;
  }

  @Command(name = "list", description = "List a tenant's cycles, the newest first.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose learning.") String tenant) {
    new Printer(System.out, server.json)
        .rows(
            server
                .client()
                .get("/admin/tenants/" + ControlClient.segment(tenant) + "/cycles")
                .path("cycles"),
            "/id",
            "/learner",
            "/startedAt",
            "/outcome",
            "/detail");
    return 0;
  }
}
