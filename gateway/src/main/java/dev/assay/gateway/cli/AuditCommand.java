package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay audit}: the log of everything anybody did. */
@Command(name = "audit", description = "The audit log.", synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {
  private static final int MAX_CHARS = 400;

  @Command(
      name = "verify",
      description = "Recompute the log from its bytes; exit 1 if it is broken.")
  int verify(@Mixin ServerOptions server) {
    JsonNode report = server.client().get("/admin/audit/verify");
    if (server.json) {
      new Printer(System.out, true).one(report);
    } else {
      System.out.println(told(report));
    }
    return report.path("verified").asBoolean() ? 0 : 1;
  }

  private static String told(JsonNode report) {
    StringBuilder told = new StringBuilder();
    told.append(
        report.path("verified").asBoolean()
            ? "The audit log is whole: " + report.path("entries").asLong() + " entries."
            : "The audit log is BROKEN.");
    report
        .propertyStream()
        .filter(field -> !List.of("verified", "entries").contains(field.getKey()))
        .filter(field -> !field.getValue().isNull() && !field.getValue().asText().isEmpty())
        .forEach(field ->
            told.append(System.lineSeparator())
                .append(field.getKey())
                .append(": ")
                .append(Printer.shown(field.getValue().asText(), MAX_CHARS)));
    return told.toString();
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
