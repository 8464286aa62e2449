package dev.assay.learners.audit;

import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One act. Its bytes hold no link to any other entry, so the same bytes can be a leaf of any log.
 *
 * @param sequence its place in the log, from 1
 * @param actor who did it: {@code person:<id>}, {@code admin}, {@code learner:<name>}, …
 * @param action what was done, such as {@code key.create}
 * @param tenant whom it concerns; null where it concerns none
 * @param subject what it was done to
 * @param detail what else to know; never a secret or a message's content
 */
public record AuditEntry(
    long sequence,
    Instant at,
    String actor,
    String action,
    @Nullable TenantId tenant,
    String subject,
    Map<String, Object> detail) {

  public AuditEntry {
    detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
  }

  /** The canonical JSON (RFC 8785) that is hashed and stored. */
  public byte[] bytes() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("sequence", sequence);
    fields.put("at", at.toString());
    fields.put("actor", actor);
    fields.put("action", action);
    fields.put("tenant", tenant == null ? null : tenant.value());
    fields.put("subject", subject);
    fields.put("detail", detail);
    return CanonicalJson.bytes(fields);
  }

  static AuditEntry parse(String json) {
    try {
      return CanonicalJson.MAPPER.readValue(json, AuditEntry.class);
    } catch (java.io.IOException unreadable) {
      throw new java.io.UncheckedIOException("an audit entry is not readable", unreadable);
    }
  }
}
