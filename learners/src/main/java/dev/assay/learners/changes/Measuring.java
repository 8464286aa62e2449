package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.evaluation.Evaluation;
import dev.assay.learners.evaluation.EvaluationFailed;
import dev.assay.learners.evaluation.Evaluator;
import dev.assay.learners.scan.Finding;
import dev.assay.learners.scan.Scans;
import dev.assay.learners.serving.AdapterLoader;
import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.TenantPolicy;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Gathers a change's evidence: scan, then load and smoke-test, then evaluate. Blocks. */
public final class Measuring {
  private final Candidates candidates;
  private final Evaluator evaluator;
  private final Clock clock;

  public Measuring(Candidates candidates, Evaluator evaluator, Clock clock) {
    this.candidates = candidates;
    this.evaluator = evaluator;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Outcome {}

  record Measured(Evidence evidence) implements Outcome {}

  /** Nothing is known, so nothing may follow. */
  record NotMeasured(String reason) implements Outcome {}

  /** Measures the change against that release and no other. */
  Outcome measure(Change change, TenantPolicy policy, Release live) {
    Optional<Artifact> brought = candidates.brought(change);
    List<Finding> findings =
        brought.map(artifact -> Scans.scan(artifact, policy.envelope())).orElse(List.of());
    if (!findings.isEmpty() || brought.isEmpty()) {
      return new Measured(evidence(change, live, findings, Optional.empty(), Optional.empty()));
    }
    try {
      ServingRelease candidate = candidates.prepare(change, live);
      Optional<Evidence.Smoke> smoke = candidates.smoke(change, candidate);
      boolean answers = smoke.map(Evidence.Smoke::answered).orElse(true);
      Optional<Evaluation> evaluation =
          answers
              ? Optional.of(evaluate(policy, candidates.ready(live), candidate))
              : Optional.empty();
      return new Measured(evidence(change, live, findings, smoke, evaluation));
    } catch (EvaluationFailed | AdapterLoader.AdapterNotLoaded failure) {
      return new NotMeasured(String.valueOf(failure.getMessage()));
    }
  }

  private Evaluation evaluate(TenantPolicy policy, ServingRelease live, ServingRelease candidate) {
    Evaluation evaluation = evaluator.evaluate(policy, live, candidate);
    if (!evaluation.base().equals(live.digest())
        || !evaluation.candidate().equals(candidate.digest())) {
      throw new EvaluationFailed("the evaluation measured other releases than it was given");
    }
    return evaluation;
  }

  private Evidence evidence(
      Change change,
      Release live,
      List<Finding> findings,
      Optional<Evidence.Smoke> smoke,
      Optional<Evaluation> evaluation) {
    return new Evidence(
        change.digest(),
        live.digest(),
        findings,
        smoke,
        evaluation,
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }
}
