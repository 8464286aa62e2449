package dev.assay.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.client.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay change}: what learners and people propose, and what people say to it. */
@Command(name = "change", description = "Proposed changes.", synopsisSubcommandLabel = "COMMAND")
final class ChangeCommand {
  @Command(name = "list", description = "List a tenant's changes, the newest first.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whose changes.") String tenant) {
    new Printer(System.out, server.json)
        .rows(
            server
                .client()
                .get("/admin/tenants/" + ControlClient.segment(tenant) + "/changes")
                .path("changes"),
            "/id",
            "/kind",
            "/proposer",
            "/state",
            "/reason");
    return 0;
  }

  @Command(name = "show", description = "Show a change with its evidence, decisions and votes.")
  int show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", description = "The change, as 'change list' names it.")
          String id) {
    new Printer(System.out, server.json)
        .one(server.client().get("/admin/changes/" + ControlClient.segment(id)));
    return 0;
  }

  @Command(name = "propose", description = "Propose an artifact from a JSON file.")
  int propose(
      @Mixin ServerOptions server,
      @Option(names = "--tenant", required = true, description = "Whom the change is for.")
          String tenant,
      @Parameters(paramLabel = "FILE", description = "The artifact; the README shows one.")
          Path file) {
    JsonNode artifact = read(file);
    new Printer(System.out, server.json)
        .one(
            server
                .client()
                .post(
                    "/admin/tenants/" + ControlClient.segment(tenant) + "/changes",
                    Map.of("artifact", artifact)));
    return 0;
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException notJson) {
      throw new Complaint(
          file
              + " is no JSON: line %d, column %d can't be read."
                  .formatted(
                      notJson.getLocation().getLineNr(), notJson.getLocation().getColumnNr()),
          "invalid_artifact");
    } catch (IOException unreadable) {
      throw new Complaint(file + " can't be read: name an artifact's JSON file.", "no_file");
    }
  }

  @Command(
      name = "approve",
      description = {
        "Approve a change as a person (ASSAY_PERSON_KEY).",
        "Binds to what 'change show' says now; --grounds binds to what you saw before."
      })
  int approve(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", description = "The change, as 'change list' names it.")
          String id,
      @Option(
              names = "--grounds",
              paramLabel = "DIGEST",
              description = "grounds.digest as you saw it; refused if it has moved since.")
          @Nullable String grounds) {
    return vote(server, id, "approve", grounds, "");
  }

  @Command(name = "refuse", description = "Refuse a change as a person (ASSAY_PERSON_KEY).")
  int refuse(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", description = "The change, as 'change list' names it.")
          String id,
      @Option(
              names = "--grounds",
              paramLabel = "DIGEST",
              description = "grounds.digest as you saw it; refused if it has moved since.")
          @Nullable String grounds,
      @Option(names = "--reason", required = true, description = "Why, for the record.")
          String reason) {
    return vote(server, id, "refuse", grounds, reason);
  }

  private static int vote(
      ServerOptions server, String id, String word, @Nullable String grounds, String reason) {
    ControlClient client =
        server.personsClient(word.equals("approve") ? "Approving a change" : "Refusing a change");
    JsonNode seen = client.get("/admin/changes/" + ControlClient.segment(id)).path("grounds");
    if (!seen.isObject()) {
      throw new Complaint("This change does not wait for approval.", "not_waiting");
    }
    if (grounds != null && !grounds.equals(seen.path("digest").asText())) {
      throw new Complaint(
          "What this change rests on has moved since you saw it: show it again.", "moved");
    }
    new Printer(System.out, server.json)
        .one(
            client.post(
                "/admin/changes/" + ControlClient.segment(id) + "/" + word,
                Map.of("grounds", seen, "reason", reason)));
    return 0;
  }
}
