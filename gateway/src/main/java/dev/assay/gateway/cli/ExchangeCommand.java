package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay exchange}: what happened to a request. */
@Command(name = "exchange", description = "Exchanges.", synopsisSubcommandLabel = "COMMAND")
final class ExchangeCommand {
  @Command(
      name = "show",
      description = "Tell the whole story of an exchange; what was said only to who may see it.")
  int show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", description = "An answer's x-assay-exchange-id.") String id) {
    JsonNode exchange = server.client().get("/admin/exchanges/" + ControlClient.segment(id));
    if (server.json) {
      new Printer(System.out, true).one(exchange);
    } else {
      new ExchangeStory(System.out).tell(exchange);
    }
    return 0;
  }

  @Command(name = "list", description = "List a tenant's newest exchanges.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose exchanges.")
          String tenant) {
    new Printer(System.out, server.json)
        .rows(
            server
                .client()
                .get("/admin/tenants/" + ControlClient.segment(tenant) + "/exchanges")
                .path("exchanges"),
            "/id",
            "/arrivedAt",
            "/endpoint",
            "/alias",
            "/outcome",
            "/httpStatus",
            "/releaseNumber",
            "/injection");
    return 0;
  }
}
