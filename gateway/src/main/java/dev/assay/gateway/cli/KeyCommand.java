package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.ControlClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay key}: app keys. */
@Command(name = "key", description = "App keys.", synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {
  @Command(name = "create", description = "Make an app key; it is shown once.")
  int create(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose keys.") String tenant,
      @Option(names = "--app", required = true, description = "The application's name.")
          String app) {
    Printer printer = new Printer(System.out, server.json);
    JsonNode made =
        server
            .client()
            .post("/admin/tenants/" + ControlClient.segment(tenant) + "/keys", Map.of("app", app));
    if (server.json) {
      printer.one(made);
    } else {
      printer.say(made.path("key").asText());
      printer.say("Keep it: only its keyed hash is stored. Its id is " + made.path("id").asText());
    }
    return 0;
  }

  @Command(name = "list", description = "List a tenant's app keys.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose keys.") String tenant) {
    new Printer(System.out, server.json)
        .rows(
            server
                .client()
                .get("/admin/tenants/" + ControlClient.segment(tenant) + "/keys")
                .path("keys"),
            "/id",
            "/app",
            "/createdAt");
    return 0;
  }

  @Command(name = "revoke", description = "Revoke an app key at once.")
  int revoke(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose keys.") String tenant,
      @Parameters(paramLabel = "ID", description = "The key, as 'key list' names it.") String id) {
    new Printer(System.out, server.json)
        .one(
            server
                .client()
                .delete(
                    "/admin/tenants/"
                        + ControlClient.segment(tenant)
                        + "/keys/"
                        + ControlClient.segment(id)));
    return 0;
  }
}
