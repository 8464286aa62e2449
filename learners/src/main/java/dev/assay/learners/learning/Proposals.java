package dev.assay.learners.learning;

import dev.assay.policies.tenant.TenantId;

/** The door every change goes through, learned or not. */
@FunctionalInterface
public interface Proposals {
  /**
   * Proposes a change, durably, and says under which id. Proposing the same artifact for the same
   * live release again while the change is undecided gives the same id: a cycle cut short repeats
   * itself.
   *
   * @param learner the learner's name
   */
  String propose(TenantId tenant, String learner, Learner.Proposed proposed);
}
