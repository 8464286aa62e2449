package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code assay provider}: who answers model calls, and how they do. */
@Command(name = "provider", description = "Providers.", synopsisSubcommandLabel = "COMMAND")
final class ProviderCommand {
  @Command(
      name = "list",
      description = "List every provider's models: circuit breaker, keys, latency, outcomes.")
  int list(@Mixin ServerOptions server) {
    JsonNode providers = server.client().get("/admin/providers").path("providers");
    Printer printer = new Printer(System.out, server.json);
    if (server.json) {
      printer.one(providers);
      return 0;
    }
    printer.rows(
        models(providers),
        "/provider",
        "/model",
        "/breaker",
        "/restsMillis",
        "/pending",
        "/latencyMillis",
        "/keys",
        "/keysResting",
        "/retriesLeft",
        "/outcomes");
    return 0;
  }

  /** One row a model, each with what is said of its provider. */
  private static ArrayNode models(JsonNode providers) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (JsonNode provider : providers) {
      for (JsonNode target : provider.path("targets")) {
        ObjectNode row = target.deepCopy();
        row.set("provider", provider.path("name"));
        row.set("keys", provider.path("keys"));
        row.set("keysResting", provider.path("keysResting"));
        row.set("retriesLeft", provider.path("retriesLeft"));
        rows.add(row);
      }
    }
    return rows;
  }
}
