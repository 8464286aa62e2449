package dev.assay.learners.changes;

import dev.assay.learners.credentials.PersonId;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table of votes; its key lets one credential vote once on the same grounds. */
final class VoteRows {
  private VoteRows() {}

  static void insert(Handle handle, Vote vote) {
    byte[] roles = CanonicalJson.bytes(vote.roles().stream().sorted().toList());
    handle
        .createUpdate(
            "INSERT INTO approval (change, grounds, person, approves, roles, reason, at)"
                + " VALUES (:change, :grounds, :person, :approves, :roles, :reason, :at)")
        .bind("change", vote.change())
        .bind("grounds", vote.grounds().text())
        .bind("person", vote.person().value())
        .bind("approves", vote.approves())
        .bind("roles", new String(roles, StandardCharsets.UTF_8))
        .bind("reason", vote.reason())
        .bind("at", vote.at().toEpochMilli())
        .execute();
  }

  /** Every vote on the change, oldest first. */
  static List<Vote> of(Handle handle, String change) {
    return handle
        .createQuery("SELECT * FROM approval WHERE change = :id ORDER BY at, person")
        .bind("id", change)
        .map((row, context) ->
            new Vote(
                row.getString("change"),
                new Digest(row.getString("grounds")),
                new PersonId(row.getString("person")),
                row.getBoolean("approves"),
                roles(row.getString("roles")),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("at"))))
        .list();
  }

  private static Set<String> roles(String json) {
    try {
      return Set.of(CanonicalJson.MAPPER.readValue(json, String[].class));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("a stored vote cannot be read", unreadable);
    }
  }
}
