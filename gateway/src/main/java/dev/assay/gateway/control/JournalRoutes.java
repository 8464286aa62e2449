package dev.assay.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.gateway.tail.Tail;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.audit.AuditEntry;
import dev.assay.learners.audit.AuditReport;
import dev.assay.learners.journal.Exchange;
import dev.assay.learners.journal.Journal;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What happened: exchanges and the audit log. */
final class JournalRoutes {
  private static final int LISTED = 100;

  private final Journal journal;
  private final Audit audit;
  private final TenantPolicies policies;
  private final Tenants tenants;
  private final Tail tail;

  JournalRoutes(Journal journal, Audit audit, TenantPolicies policies, Tenants tenants, Tail tail) {
    this.journal = journal;
    this.audit = audit;
    this.policies = policies;
    this.tenants = tenants;
    this.tail = tail;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/tenants/:tenant/exchanges", Access.READ, this::recent),
        // Before the next one, whose id could be any word.
        Route.get("/admin/exchanges/tail", Access.READ, this::follow),
        Route.get("/admin/exchanges/:id", Access.READ, this::show),
        Route.get("/admin/audit", Access.READ, this::entries),
        Route.get("/admin/audit/verify", Access.READ, call -> verify()));
  }

  private Object recent(Call call) {
    return Map.of(
        "exchanges",
        journal.recent(call.tenant(), LISTED).stream()
            .map(Exchange::record)
            .map(record -> unfolded(CanonicalJson.MAPPER.valueToTree(record), "facts", "decision"))
            .toList());
  }

  /** What ends from now on, of one tenant or of all that the actor may act for. */
  private Object follow(Call call) {
    String named = call.query().get("tenant");
    long limit = call.number("limit", Long.MAX_VALUE, Long.MAX_VALUE);
    if (named == null) {
      return new Route.Followed(tail, call.actor()::mayActFor, limit);
    }
    if (!TenantId.isValid(named)) {
      throw new Failed(ApiError.notFound("There is no such tenant.", "tenant", "not_found"));
    }
    TenantId tenant = call.within(new TenantId(named));
    tenants.require(tenant);
    return new Route.Followed(tail, tenant::equals, limit);
  }

  private Object show(Call call) {
    UUID id;
    try {
      id = UUID.fromString(call.part("id"));
    } catch (IllegalArgumentException notAnId) {
      throw new Failed(ApiError.invalid("An exchange's id is a UUID.", "id", "invalid"));
    }
    return policies.tenants().stream()
        .filter(call.actor()::mayActFor)
        .map(tenant -> journal.find(tenant, id))
        .flatMap(Optional::stream)
        .findFirst()
        .<Object>map(found -> shown(found, call.actor().maySeeContent()))
        .orElseThrow(
            () -> new Failed(ApiError.notFound("There is no such exchange.", "id", "not_found")));
  }

  private static JsonNode shown(Exchange exchange, boolean withContent) {
    ObjectNode shown = CanonicalJson.MAPPER.valueToTree(exchange);
    unfolded(shown.path("record"), "facts", "decision");
    unfolded(shown.path("content"), "messages");
    shown.path("feedback").forEach(signal -> unfolded(signal, "facts"));
    if (!withContent) {
      withhold(shown);
    }
    return shown;
  }

  /** Without what people said, and saying so. */
  private static void withhold(ObjectNode shown) {
    shown.remove("content");
    shown.put("withheld", true);
    shown
        .path("feedback")
        .forEach(signal -> {
          if (signal instanceof ObjectNode object) {
            object.remove("tags");
            if (object.path("signal") instanceof ObjectNode said) {
              said.remove("text");
            }
          }
        });
  }

  /** With the JSON that is kept as text in these fields as what it says. */
  private static JsonNode unfolded(JsonNode kept, String... fields) {
    if (kept instanceof ObjectNode object) {
      for (String field : fields) {
        structure(object.path(field).asText()).ifPresent(value -> object.set(field, value));
      }
    }
    return kept;
  }

  /** Empty for what was cut off when it was kept: that stays the text it is. */
  private static Optional<JsonNode> structure(String json) {
    try {
      return Optional.of(CanonicalJson.MAPPER.readTree(json)).filter(JsonNode::isContainerNode);
    } catch (JsonProcessingException cutOff) {
      return Optional.empty();
    }
  }

  /**
   * Entries of tenants outside the actor's reach are left out; those of no tenant are the admin's.
   */
  private Object entries(Call call) {
    long after = call.number("after", 0, Long.MAX_VALUE);
    int limit = (int) call.number("limit", LISTED, 1000);
    List<AuditEntry> entries =
        audit.entries(after, limit).stream().filter(entry -> visible(call, entry)).toList();
    return Map.of("entries", entries);
  }

  private static boolean visible(Call call, AuditEntry entry) {
    TenantId tenant = entry.tenant();
    return tenant == null ? call.actor() instanceof Actor.Admin : call.actor().mayActFor(tenant);
  }

  private Object verify() {
    AuditReport report = audit.verify();
    return Map.of(
        "entries",
        report.entries(),
        "verified",
        report.intact(),
        "verifiedEntries",
        report.verified(),
        "message",
        report.message(),
        "root",
        report.root());
  }
}
