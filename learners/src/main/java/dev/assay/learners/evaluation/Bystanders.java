package dev.assay.learners.evaluation;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The holdout rows whose labels come from people who taught nothing of what is new in a candidate.
 * Whoever feeds a change may also have been asked for holdout labels: where enough others were
 * asked as well, those who taught a change don't alone decide on it.
 */
final class Bystanders {
  private Bystanders() {}

  /** Their rows' positions; empty when nobody is known to have taught it. */
  static List<Integer> of(
      Holdout holdout,
      TenantId tenant,
      List<HoldoutRow> rows,
      ServingRelease live,
      ServingRelease candidate) {
    Set<String> fresh = new HashSet<>(sources(candidate));
    fresh.removeAll(sources(live));
    Set<String> teachers = holdout.teachers(tenant, fresh.stream().sorted().toList());
    if (teachers.isEmpty()) {
      return List.of();
    }
    return IntStream.range(0, rows.size())
        .filter(row -> !teachers.contains(rows.get(row).principal()))
        .boxed()
        .toList();
  }

  private static List<String> sources(ServingRelease release) {
    return release
        .release()
        .artifact(ArtifactKind.EXAMPLES)
        .filter(Artifact.Examples.class::isInstance)
        .map(Artifact.Examples.class::cast)
        .stream()
        .flatMap(examples -> examples.examples().stream())
        .flatMap(example -> example.sources().stream())
        .toList();
  }
}
