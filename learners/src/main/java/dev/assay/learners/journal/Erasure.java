package dev.assay.learners.journal;

import dev.assay.learners.audit.Audit;
import dev.assay.learners.feedback.FeedbackBook;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Erases what one subject said. Records, decisions and the audit log stay: they hold no content.
 */
public final class Erasure {
  private final Database database;
  private final Audit audit;

  public Erasure(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * What was erased.
   *
   * @param exchanges whose content is gone; what was learned from them has to be retired
   * @param signals whose text is gone
   */
  public record Erased(List<UUID> exchanges, int signals) {
    public Erased {
      exchanges = List.copyOf(exchanges);
    }
  }

  /** Erases and records it; durable when the stage completes. */
  public CompletionStage<Committed<Erased>> erase(String actor, TenantId tenant, String subject) {
    return database.write(handle -> {
      List<UUID> exchanges =
          handle
              .createQuery(
                  "DELETE FROM exchange_content"
                      + " WHERE tenant = :tenant AND subject = :subject RETURNING id")
              .bind("tenant", tenant.value())
              .bind("subject", subject)
              .mapTo(String.class)
              .map(UUID::fromString)
              .list();
      int signals = FeedbackBook.eraseText(handle, tenant, subject);
      audit.append(
          handle,
          actor,
          "content.erase",
          tenant,
          subject,
          Map.of("exchanges", exchanges.size(), "signals", signals));
      return new Erased(exchanges, signals);
    });
  }
}
