package dev.assay.learners.evaluation;

import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.TenantId;
import java.util.List;

/** Where evaluation gets a tenant's past from. */
@FunctionalInterface
public interface FormerReleases {
  /** Every release that ever served the tenant, oldest first; the live one may be among them. */
  List<ServingRelease> everServed(TenantId tenant);
}
