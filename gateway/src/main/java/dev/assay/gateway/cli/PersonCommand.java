package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.ControlClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay person}: people who approve, and their roles. */
@Command(name = "person", description = "People and roles.", synopsisSubcommandLabel = "COMMAND")
final class PersonCommand {
  @Command(name = "create", description = "Make a person's credential; it is shown once.")
  int create(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "A name nobody else has.") String name,
      @Option(
              names = "--roles",
              required = true,
              split = ",",
              description = "One or more of owner, operator, reviewer, auditor; commas between.")
          List<String> roles,
      @Option(names = "--tenant", description = "The one tenant; all without it.")
          @Nullable String tenant) {
    Printer printer = new Printer(System.out, server.json);
    Map<String, Object> body = new HashMap<>(Map.of("name", name, "roles", roles));
    if (tenant != null) {
      body.put("tenant", tenant);
    }
    JsonNode made = server.client().post("/admin/people", body);
    if (server.json) {
      printer.one(made);
    } else {
      printer.say(made.path("key").asText());
      printer.say(
          "Keep it: only its keyed hash is stored. Use it as ASSAY_PERSON_KEY. The id is "
              + made.path("id").asText());
    }
    return 0;
  }

  @Command(name = "list", description = "List people.")
  int list(@Mixin ServerOptions server) {
    new Printer(System.out, server.json)
        .rows(
            server.client().get("/admin/people").path("people"),
            "/id",
            "/name",
            "/roles",
            "/tenant");
    return 0;
  }

  @Command(name = "roles", description = "Change a person's roles; votes given before don't count.")
  int roles(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", description = "The person, as 'person list' names them.")
          String id,
      @Option(
              names = "--roles",
              required = true,
              split = ",",
              description = "One or more of owner, operator, reviewer, auditor; commas between.")
          List<String> roles) {
    new Printer(System.out, server.json)
        .one(
            server
                .client()
                .put(
                    "/admin/people/" + ControlClient.segment(id) + "/roles",
                    Map.of("roles", roles)));
    return 0;
  }

  @Command(name = "revoke", description = "Revoke a person's credential.")
  int revoke(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", description = "The person, as 'person list' names them.")
          String id) {
    new Printer(System.out, server.json)
        .one(server.client().delete("/admin/people/" + ControlClient.segment(id)));
    return 0;
  }
}
