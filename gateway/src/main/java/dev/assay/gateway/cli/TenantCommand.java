package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.ControlClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay tenant}: tenants, and the switches that stop learning or injection at once. */
@Command(
    name = "tenant",
    description = "Tenants and their kill switches.",
    synopsisSubcommandLabel = "COMMAND")
final class TenantCommand {
  @Command(name = "create", description = "Write a tenant's policy file from the template.")
  int create(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The tenant: a-z, 0-9 and _.") String name) {
    Printer printer = new Printer(System.out, server.json);
    JsonNode made = server.client().post("/admin/tenants", Map.of("tenant", name));
    if (server.json) {
      printer.one(made);
    } else if (made.path("written").asBoolean()) {
      printer.say("Wrote " + made.path("file").asText() + ": read it, it is the tenant's policy.");
    } else {
      printer.say(
          "The policy folder is read-only; save this as "
              + made.path("file").asText()
              + ":\n\n"
              + made.path("text").asText());
    }
    return 0;
  }

  @Command(name = "list", description = "List tenants and what is wrong with their files.")
  int list(@Mixin ServerOptions server) {
    new Printer(System.out, server.json)
        .rows(
            server.client().get("/admin/tenants").path("tenants"),
            "/tenant",
            "/revision",
            "/release",
            "/freezeLearning",
            "/bypassInjection",
            "/problem",
            "/warning");
    return 0;
  }

  @Command(
      name = "freeze-learning",
      description =
          "No learner proposes, and nothing one proposed goes live (--off resumes). What people propose"
              + " still does.")
  int freezeLearning(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The tenant: a-z, 0-9 and _.") String name,
      @Option(names = "--off", description = "End it again.") boolean off) {
    return turn(server, name, "freeze_learning", !off);
  }

  @Command(
      name = "bypass-injection",
      description = "Serve a tenant without anything learned injected (--off resumes).")
  int bypassInjection(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The tenant: a-z, 0-9 and _.") String name,
      @Option(names = "--off", description = "End it again.") boolean off) {
    return turn(server, name, "bypass_injection", !off);
  }

  private static int turn(ServerOptions server, String tenant, String key, boolean on) {
    new Printer(System.out, server.json)
        .one(
            server
                .client()
                .put(
                    "/admin/tenants/" + ControlClient.segment(tenant) + "/switches/" + key,
                    Map.of("on", on)));
    return 0;
  }
}
