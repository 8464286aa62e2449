package dev.assay.learners.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The tables of people and of every set of roles they had. */
final class PersonRows {
  private static final String LIVE =
      "SELECT p.*, r.roles, r.revision FROM person p JOIN person_roles r ON r.person = p.id"
          + " AND r.revision = (SELECT max(revision) FROM person_roles WHERE person = p.id)"
          + " WHERE p.revoked_at IS NULL";

  private static final TypeReference<Set<String>> ROLES = new TypeReference<>() {};

  private PersonRows() {}

  record Row(Person person, String macHex) {}

  static List<Row> live(Handle handle) {
    return handle.createQuery(LIVE).map((row, context) -> row(row)).list();
  }

  static Optional<Row> live(Handle handle, PersonId id) {
    return handle
        .createQuery(LIVE + " AND p.id = :id")
        .bind("id", id.value())
        .map((row, context) -> row(row))
        .findOne();
  }

  static List<RoleGrant> grants(Handle handle, PersonId id) {
    return handle
        .createQuery(
            "SELECT revision, roles, at FROM person_roles WHERE person = :id ORDER BY revision")
        .bind("id", id.value())
        .map((row, context) ->
            new RoleGrant(
                row.getInt("revision"),
                roles(row.getString("roles")),
                Instant.ofEpochMilli(row.getLong("at"))))
        .list();
  }

  static void insert(Handle handle, Person person, String macHex, Instant at) {
    handle.execute(
        "INSERT INTO person (id, name, tenant, mac, created_at) VALUES (?, ?, ?, ?, ?)",
        person.id().value(),
        person.name(),
        person.tenant().map(TenantId::value).orElse(null),
        macHex,
        at.toEpochMilli());
  }

  static void insertGrant(Handle handle, PersonId id, RoleGrant grant) {
    handle.execute(
        "INSERT INTO person_roles (person, revision, roles, at) VALUES (?, ?, ?, ?)",
        id.value(),
        grant.revision(),
        new String(CanonicalJson.bytes(new TreeSet<>(grant.roles())), StandardCharsets.UTF_8),
        grant.at().toEpochMilli());
  }

  static void markRevoked(Handle handle, PersonId id, Instant at) {
    handle.execute("UPDATE person SET revoked_at = ? WHERE id = ?", at.toEpochMilli(), id.value());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Person(
            new PersonId(row.getString("id")),
            row.getString("name"),
            Optional.ofNullable(row.getString("tenant")).map(TenantId::new),
            roles(row.getString("roles")),
            row.getInt("revision")),
        row.getString("mac"));
  }

  private static Set<String> roles(String json) {
    try {
      return CanonicalJson.MAPPER.readValue(json, ROLES);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("stored roles are not readable", unreadable);
    }
  }
}
