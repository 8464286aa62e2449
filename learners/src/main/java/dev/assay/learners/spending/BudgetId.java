package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.time.Instant;

/**
 * One budget of one period.
 *
 * @param subject the key's id or the alias; empty for the tenant
 */
record BudgetId(TenantId tenant, Scope scope, String subject, Period period, Instant start) {
  /** The same of another key or model. */
  BudgetId of(String other) {
    return new BudgetId(tenant, scope, other, period, start);
  }
}
