package dev.assay.policies.judge;

import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.time.Instant;
import java.util.List;

/** What is known of a change once it was scanned and evaluated. */
public record ChangeFacts(
    TenantPolicy policy, String policyRevision, Instant at, Proposal change, EvidenceFacts evidence)
    implements Facts<Decision.OfChange> {

  /**
   * The change itself.
   *
   * @param operation {@code add}, {@code replace} or {@code retire}
   * @param proposer {@code learner:<name>} or {@code person:<id>}
   * @param items examples, bullets, …; 1 for an adapter
   * @param bytes size of the artifact's canonical JSON
   */
  public record Proposal(
      TenantId tenant,
      String id,
      ArtifactKind kind,
      String operation,
      String proposer,
      int items,
      int bytes) {}

  /**
   * What was measured.
   *
   * @param baseIsLive whether the release it was measured against is still the live one
   * @param findings codes of what the scans found; empty is clean
   * @param rows labelled holdout rows the evaluation rests on
   * @param sensitive whether the holdout can tell good answers from bad ones
   * @param notWorseThanLive whether a loss against live beyond the margin was ruled out
   * @param notWorseThanBest the same against the best former release
   * @param forgetting loss on rows the frozen base already answered, 0 to 1
   * @param smokeTested whether the artifact answered at all where it has to be loaded first; true
   *     for kinds that are not loaded
   */
  public record EvidenceFacts(
      String digest,
      boolean baseIsLive,
      List<String> findings,
      int rows,
      boolean sensitive,
      boolean notWorseThanLive,
      boolean notWorseThanBest,
      double forgetting,
      boolean smokeTested) {
    public EvidenceFacts {
      findings = List.copyOf(findings);
    }
  }
}
