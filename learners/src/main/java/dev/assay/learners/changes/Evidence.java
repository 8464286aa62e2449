package dev.assay.learners.changes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.assay.learners.evaluation.Evaluation;
import dev.assay.learners.scan.Finding;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.ChangeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was measured about a change. Named by the digest of its content.
 *
 * @param change the change's digest
 * @param base the release it was measured against; it holds for no other
 * @param findings what the scans found; nothing else was measured when there are any
 * @param smoke absent for kinds that need no loading
 * @param evaluation absent after findings, a failed smoke test, and for what is only retired
 */
public record Evidence(
    Digest change,
    Digest base,
    List<Finding> findings,
    Optional<Smoke> smoke,
    Optional<Evaluation> evaluation,
    Instant at) {
  public Evidence {
    findings = List.copyOf(findings);
  }

  /**
   * Whether what was loaded answers.
   *
   * @param detail the start of the answer, or why there was none
   */
  public record Smoke(boolean answered, String detail) {}

  @JsonIgnore
  public Digest digest() {
    return CanonicalJson.digest(this);
  }

  /** What a policy sees of it. What was not measured counts against the change. */
  ChangeFacts.EvidenceFacts facts(Digest live) {
    return new ChangeFacts.EvidenceFacts(
        digest().text(),
        base.equals(live),
        findings.stream().map(Finding::code).distinct().toList(),
        evaluation.map(Evaluation::rows).orElse(0),
        evaluation.map(Evaluation::sensitive).orElse(false),
        evaluation.map(measured -> measured.againstLive().notWorse()).orElse(false),
        evaluation
            .map(measured -> measured.againstBest().map(Evaluation.Paired::notWorse).orElse(true))
            .orElse(false),
        evaluation.map(Evaluation::forgetting).orElse(1.0),
        smoke.map(Smoke::answered).orElse(true));
  }
}
