package dev.assay.learners.feedback;

import dev.assay.policies.tenant.TenantId;
import org.jdbi.v3.core.Handle;

/** Says, inside a write, whether what a signal is about exists in the tenant. */
public interface KnownExchanges {
  boolean knows(Handle handle, TenantId tenant, About about);
}
