package dev.assay.learners.evaluation;

import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;

/** Where evaluation gets its rows from. */
@FunctionalInterface
public interface Holdout {
  /** The tenant's labelled holdout rows, oldest first. Blocks. */
  List<HoldoutRow> labelled(TenantId tenant);

  /**
   * Who taught what these exchanges taught, and in how many of them: who sent them, and whose word
   * about them counted. Blocks.
   */
  default Map<String, Integer> teachers(TenantId tenant, List<String> exchanges) {
    return Map.of();
  }
}
