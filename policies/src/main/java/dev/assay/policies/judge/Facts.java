package dev.assay.policies.judge;

import dev.assay.policies.tenant.TenantPolicy;
import java.time.Instant;

/**
 * All that a decision depends on, gathered before it is judged. Its JSON form (record components as
 * camel-case fields) is the {@code input} the Rego rules see, and what the journal keeps.
 *
 * @param <D> the decision these facts lead to
 */
public sealed interface Facts<D extends Decision> permits RequestFacts, FeedbackFacts, ChangeFacts {

  /** What the tenant's file allows. */
  TenantPolicy policy();

  /** Digest of base rules, tenant data and tenant Rego; the rule returns it with its decision. */
  String policyRevision();

  /** The time the rules may know; they have no clock of their own. */
  Instant at();
}
