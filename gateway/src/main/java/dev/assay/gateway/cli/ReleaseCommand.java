package dev.assay.gateway.cli;

import dev.assay.gateway.client.ControlClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay release}: what a tenant is and was served with. */
@Command(name = "release", description = "Releases.", synopsisSubcommandLabel = "COMMAND")
final class ReleaseCommand {
  @Command(name = "list", description = "List a tenant's releases, the newest first.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose releases.") String tenant) {
    new Printer(System.out, server.json)
        .rows(
            server
                .client()
                .get("/admin/tenants/" + ControlClient.segment(tenant) + "/releases")
                .path("releases"),
            "/number",
            "/stage",
            "/digest",
            "/change",
            "/actor",
            "/why",
            "/at");
    return 0;
  }

  @Command(name = "rollback", description = "Serve an older release again, as a new number.")
  int rollback(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose releases.") String tenant,
      @Option(names = "--to", required = true, description = "Its number; 0 is nothing learned.")
          int to,
      @Option(names = "--why", defaultValue = "by hand", description = "Why, for the record.")
          String why) {
    new Printer(System.out, server.json)
        .one(
            server
                .client()
                .post(
                    "/admin/tenants/" + ControlClient.segment(tenant) + "/releases/rollback",
                    Map.of("to", to, "why", why)));
    return 0;
  }
}
