package dev.assay.learners.serving;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.tenant.ArtifactKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses what a request carries, inside its allowance. A function of its arguments alone: an
 * evaluation that passes the same release and message gets what a user would get.
 */
public final class Selector {
  /** Sharpness of the vote by which confidence is measured; cosine differences are small. */
  private static final double VOTE_TEMPERATURE = 0.05;

  private Selector() {}

  /** Whether this release needs the request's embedding. */
  public static boolean needsVector(ServingRelease release) {
    return release
        .examples()
        .map(i -> i.examples().selection() == Artifact.Selection.SIMILAR)
        .orElse(false);
  }

  /** Whether any request could carry anything of it. */
  public static boolean mayAdd(ServingRelease release) {
    return release.examples().isPresent();
  }

  /** Chooses and renders. */
  public static Selection select(
      ServingRelease release, Query query, Decision.Allowance allowance) {
    if (release.examples().isEmpty() || !allowance.kinds().contains(ArtifactKind.EXAMPLES)) {
      return Selection.NOTHING;
    }
    ExampleIndex index = release.examples().get();
    return index.isPinned()
        ? index.pinned().of(allowance, () -> made(index, query, allowance))
        : made(index, query, allowance);
  }

  private static Selection made(ExampleIndex index, Query query, Decision.Allowance allowance) {
    Chosen chosen = choose(index, query, allowance.maxItems());
    List<Ranked> kept = fit(index, chosen.ranked(), allowance.maxTokens());
    if (kept.isEmpty()) {
      return Selection.NOTHING;
    }
    String text =
        ExampleBlock.render(
            kept.reversed().stream().map(r -> index.lines().get(r.position())).toList());
    List<Injection.Item> items =
        kept.stream()
            .map(r -> index.entries().get(r.position()).id())
            .map(id -> new Injection.Item(index.artifact(), ArtifactKind.EXAMPLES, id))
            .toList();
    return new Selection(
        new Injection(text, Tokens.estimate(text), items, chosen.how()), confidence(index, kept));
  }

  /** The answer of the nearest example alone: a control every report shows. */
  public static java.util.Optional<String> nearestOutput(ServingRelease release, float[] vector) {
    return release
        .examples()
        .filter(i -> i.vectors().length > 0)
        .flatMap(i ->
            Nearest.find(i.vectors(), vector, 1).stream()
                .findFirst()
                .map(r -> i.entries().get(r.position()).output()));
  }

  private record Chosen(List<Ranked> ranked, String how) {}

  private static Chosen choose(ExampleIndex index, Query query, int count) {
    if (index.isPinned()) {
      List<Ranked> first = new ArrayList<>();
      for (int i = 0; i < Math.min(count, index.entries().size()); i++) {
        first.add(new Ranked(i, 1));
      }
      return new Chosen(first, "pinned");
    }
    return query
        .vector()
        .map(v -> new Chosen(Nearest.find(index.vectors(), v, count), "similar"))
        .orElseGet(() -> new Chosen(index.words().find(query.text(), count), "lexical"));
  }

  /** The longest prefix whose rendering stays inside the token budget. */
  private static List<Ranked> fit(ExampleIndex index, List<Ranked> ranked, int maxTokens) {
    List<Ranked> kept = new ArrayList<>();
    int tokens = ExampleBlock.FRAME_TOKENS;
    for (Ranked candidate : ranked) {
      tokens += index.lines().get(candidate.position()).tokens();
      if (tokens > maxTokens) {
        break;
      }
      kept.add(candidate);
    }
    return kept;
  }

  /**
   * The share of the strongest answer in a vote of the chosen, scaled by how near the nearest is.
   */
  private static double confidence(ExampleIndex index, List<Ranked> kept) {
    double best = kept.getFirst().score();
    Map<String, Double> votes = new LinkedHashMap<>();
    double total = 0;
    for (Ranked ranked : kept) {
      double weight = Math.exp((ranked.score() - best) / VOTE_TEMPERATURE);
      votes.merge(index.entries().get(ranked.position()).output(), weight, Double::sum);
      total += weight;
    }
    double top = votes.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return (top / total) * Math.clamp(best, 0, 1);
  }
}
