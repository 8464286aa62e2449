package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * What usage is asked for.
 *
 * @param by what each row is about, in this order; nothing gives one row for all
 * @param from the first day, of UTC
 * @param to the last day
 */
public record UsageQuery(TenantId tenant, List<By> by, LocalDate from, LocalDate to) {
  public static final int MAX_ROWS = 10_000;

  public UsageQuery {
    by = List.copyOf(by);
  }

  /** What a row may be about. */
  public enum By {
    APP("app"),
    KEY("key_id"),
    /** What clients asked for. */
    MODEL("alias"),
    PROVIDER("provider"),
    /** What the provider calls the model that answered. */
    TARGET("model"),
    DAY("day");

    private final String column;

    By(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }

    /** As it is asked for. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
