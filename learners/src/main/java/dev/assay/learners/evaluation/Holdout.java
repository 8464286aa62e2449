package dev.assay.learners.evaluation;

import dev.assay.policies.tenant.TenantId;
import java.util.List;

/** Where evaluation gets its rows from. */
@FunctionalInterface
public interface Holdout {
  /** The tenant's labelled holdout rows, oldest first. Blocks. */
  List<HoldoutRow> labelled(TenantId tenant);
}
