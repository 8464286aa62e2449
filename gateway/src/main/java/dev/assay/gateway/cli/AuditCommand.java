package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay audit}: the log of everything anybody did. */
@Command(name = "audit", description = "The audit log.", synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {
  @Command(
      name = "verify",
      description = "Recompute the log from its bytes; exit 1 if it is broken.")
  int verify(@Mixin ServerOptions server) {
    JsonNode report = server.client().get("/admin/audit/verify");
    new Printer(System.out, server.json).one(report);
    return report.path("verified").asBoolean() ? 0 : 1;
  }

  @Command(name = "list", description = "List entries.")
  int list(
      @Mixin ServerOptions server,
      @Option(
              names = "--after",
              defaultValue = "0",
              description = "Entries after this sequence number; ${DEFAULT-VALUE}.")
          long after,
      @Option(
              names = "--limit",
              defaultValue = "100",
              description = "At most so many, up to 1000; ${DEFAULT-VALUE}.")
          int limit) {
    new Printer(System.out, server.json)
        .rows(
            server.client().get("/admin/audit?after=" + after + "&limit=" + limit).path("entries"),
            "/sequence",
            "/at",
            "/actor",
            "/action",
            "/tenant",
            "/subject",
            "/detail");
    return 0;
  }
}
