package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantPolicy.Period;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** When the period of a budget began, and when the next one does: by the clock of UTC. */
record BudgetPeriod(Instant start, Instant end) {
  static BudgetPeriod at(Instant now, Period period) {
    ZonedDateTime time = now.atZone(ZoneOffset.UTC);
    ZonedDateTime start =
        switch (period) {
          case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
          case DAY -> time.truncatedTo(ChronoUnit.DAYS);
          case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
        };
    ZonedDateTime end =
        switch (period) {
          case HOUR -> start.plusHours(1);
          case DAY -> start.plusDays(1);
          case MONTH -> start.plusMonths(1);
        };
    return new BudgetPeriod(start.toInstant(), end.toInstant());
  }
}
