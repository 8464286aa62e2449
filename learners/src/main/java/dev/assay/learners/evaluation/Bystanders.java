package dev.assay.learners.evaluation;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The holdout rows whose labels come from people with the least hand in what is new in a candidate.
 * Whoever feeds a change may also have been asked for holdout labels: where enough others were
 * asked as well, those who taught a change don't alone decide on it.
 *
 * @param rows their rows' positions
 * @param mostTaught of how many exchanges behind the new examples one of them was part, at most
 */
record Bystanders(List<Integer> rows, int mostTaught) {
  /**
   * Those who taught nothing of it; where their rows are not enough, also those who taught little.
   *
   * @param enough whether so many rows could tell
   * @return nothing when nobody is known to have taught it, or all rows were needed
   */
  static Optional<Bystanders> of(
      List<HoldoutRow> rows, Map<String, Integer> taught, Predicate<List<Integer>> enough) {
    Set<Integer> shares = new TreeSet<>(taught.values());
    if (shares.isEmpty()) {
      return Optional.empty();
    }
    shares.add(0);
    return shares.stream()
        .map(most -> new Bystanders(positions(rows, taught, most), most))
        .filter(some -> some.rows().size() < rows.size() && enough.test(some.rows()))
        .findFirst();
  }

  /**
   * By principal, how many of the exchanges behind the candidate's new examples it took part in.
   */
  static Map<String, Integer> taught(
      Holdout holdout, TenantId tenant, ServingRelease live, ServingRelease candidate) {
    Set<String> fresh = new HashSet<>(sources(candidate));
    fresh.removeAll(sources(live));
    return holdout.teachers(tenant, fresh.stream().sorted().toList());
  }

  private static List<Integer> positions(
      List<HoldoutRow> rows, Map<String, Integer> taught, int most) {
    return IntStream.range(0, rows.size())
        .filter(row -> taught.getOrDefault(rows.get(row).principal(), 0) <= most)
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
