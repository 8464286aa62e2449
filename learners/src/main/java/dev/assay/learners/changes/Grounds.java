package dev.assay.learners.changes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decision or an approval rests on. When any of it moves, the decision or approval is void.
 *
 * @param change the change's digest, which covers the artifact's
 * @param evidence what was measured
 * @param base the live release it was measured against
 * @param policyRevision the policy that judged it
 */
public record Grounds(Digest change, Digest evidence, Digest base, String policyRevision) {
  /** Names them all. */
  @JsonIgnore
  public Digest digest() {
    return CanonicalJson.digest(this);
  }

  /** What differs between these and those, in words; empty when nothing does. */
  List<String> movedTo(Grounds now) {
    List<String> moved = new ArrayList<>();
    if (!change.equals(now.change)) {
      moved.add("the change");
    }
    if (!evidence.equals(now.evidence)) {
      moved.add("the evidence");
    }
    if (!base.equals(now.base)) {
      moved.add("the live release");
    }
    if (!policyRevision.equals(now.policyRevision)) {
      moved.add("the policy");
    }
    return moved;
  }
}
