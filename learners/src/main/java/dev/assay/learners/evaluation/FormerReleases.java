package dev.assay.learners.evaluation;

import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.TenantId;
import java.util.List;

/** Where evaluation gets a tenant's past from. Blocks. */
public interface FormerReleases {
  /** Releases that once served everyone, newest first; the live one may be among them. */
  List<Release> everServed(TenantId tenant);

  /** Makes one ready to answer, loading its adapters where they are not loaded any more. */
  ServingRelease ready(Release release);
}
