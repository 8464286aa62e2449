package dev.assay.learners.examples;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.curation.Curation;
import dev.assay.learners.curation.Lesson;
import dev.assay.learners.evaluation.AnswerText;
import dev.assay.learners.learning.Learner;
import dev.assay.learners.learning.LearningWindow;
import dev.assay.learners.serving.Release;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.KindRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps verified demonstrations: what people said the answer should have been, and answers they
 * confirmed. What live knows already stays unless the window speaks against it. Proposes on a
 * geometric schedule, since every proposal costs a look at the holdout.
 */
public final class ExamplesLearner implements Learner {
  private static final String NAME = "examples";

  private final Settings settings;
  private final Predicate<String> clean;
  private final Function<TenantId, Optional<Artifact.Examples>> lastRejected;

  /**
   * When a proposal is worth a look.
   *
   * @param minChanged fewest examples that must be new, changed or gone since live
   * @param growth the same as a share of the examples live has
   */
  public record Settings(int minChanged, double growth) {
    public static final Settings DEFAULT = new Settings(40, 0.25);
  }

  /**
   * Learns by these settings.
   *
   * @param clean whether a text may be kept: what a scan would flag is never learned
   * @param lastRejected the tenant's last proposal if policy rejected it: proposing nearly the same
   *     again would spend another look at the holdout on the same answer
   */
  public ExamplesLearner(
      Settings settings,
      Predicate<String> clean,
      Function<TenantId, Optional<Artifact.Examples>> lastRejected) {
    this.settings = settings;
    this.clean = clean;
    this.lastRejected = lastRejected;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Outcome learn(TenantPolicy policy, Release live, LearningWindow window) {
    KindRules rules = policy.envelope().kinds().get(ArtifactKind.EXAMPLES);
    if (rules == null) {
      return new Hold("the tenant's envelope does not name examples");
    }
    return switch (Curation.of(policy.feedback(), window, clean)) {
      case Curation.TooFew(String reason) -> new Hold(reason);
      case Curation.Curated(Curation curation) ->
          propose(policy.tenant(), curation, known(live), rules);
    };
  }

  private Outcome propose(
      TenantId tenant, Curation curation, List<Artifact.Example> known, KindRules rules) {
    Map<String, Artifact.Example> merged = new LinkedHashMap<>();
    for (Artifact.Example example : known) {
      if (!curation.refutes(example.input(), example.output())) {
        merged.put(Curation.key(example.input()), example);
      }
    }
    for (Lesson lesson : curation.lessons()) {
      merged.merge(lesson.key(), example(lesson), ExamplesLearner::unlessSaidAgain);
    }
    List<Artifact.Example> examples = Bounded.keep(List.copyOf(merged.values()), rules);
    int changed = changed(known, examples);
    Optional<String> tooLittle = tooLittle("live", known, examples);
    if (tooLittle.isEmpty()) {
      tooLittle =
          lastRejected
              .apply(tenant)
              .flatMap(last -> tooLittle("the rejected proposal", last.examples(), examples));
    }
    if (tooLittle.isPresent()) {
      return new Hold(tooLittle.get() + curation.leftOut());
    }
    Set<String> sources = new HashSet<>();
    examples.forEach(example -> sources.addAll(example.sources()));
    return new Proposed(
        new Artifact.Examples(Artifact.Selection.SIMILAR, examples),
        sources.stream().sorted().toList(),
        Map.of(
            "minChanged", Integer.toString(settings.minChanged()),
            "growth", Double.toString(settings.growth()),
            "changed", Integer.toString(changed)));
  }

  /** Why a proposal has to wait, if too little is new beside what was measured before. */
  private Optional<String> tooLittle(
      String since, List<Artifact.Example> before, List<Artifact.Example> after) {
    int changed = changed(before, after);
    int needed =
        Math.max(settings.minChanged(), (int) Math.ceil(settings.growth() * before.size()));
    return changed < needed
        ? Optional.of(
            changed + " examples changed since " + since + ", a proposal waits for " + needed)
        : Optional.empty();
  }

  private static List<Artifact.Example> known(Release live) {
    return live.artifact(ArtifactKind.EXAMPLES)
        .filter(Artifact.Examples.class::isInstance)
        .map(Artifact.Examples.class::cast)
        .map(Artifact.Examples::examples)
        .orElse(List.of());
  }

  private static Artifact.Example example(Lesson lesson) {
    String id = Digest.of(lesson.key().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    return new Artifact.Example("ex-" + id, lesson.input(), lesson.output(), lesson.sources());
  }

  /** The same answer said again adds its sources, so that erasing one of them finds the example. */
  private static Artifact.Example unlessSaidAgain(Artifact.Example known, Artifact.Example said) {
    if (!sameAnswer(known, said)) {
      return said;
    }
    List<String> sources = new ArrayList<>(new java.util.TreeSet<>(known.sources()));
    said.sources().stream().filter(id -> !known.sources().contains(id)).forEach(sources::add);
    return new Artifact.Example(known.id(), known.input(), known.output(), sources);
  }

  private static int changed(List<Artifact.Example> before, List<Artifact.Example> after) {
    Set<List<String>> old = answers(before);
    Set<List<String>> fresh = answers(after);
    long added = fresh.stream().filter(answer -> !old.contains(answer)).count();
    Set<String> inputsAfter = new HashSet<>();
    fresh.forEach(answer -> inputsAfter.add(answer.getFirst()));
    // A changed answer is one change, counted where it was added.
    long gone = old.stream().filter(answer -> !inputsAfter.contains(answer.getFirst())).count();
    return (int) (added + gone);
  }

  private static Set<List<String>> answers(List<Artifact.Example> examples) {
    Set<List<String>> answers = new HashSet<>();
    for (Artifact.Example example : examples) {
      answers.add(List.of(Curation.key(example.input()), AnswerText.normal(example.output())));
    }
    return answers;
  }

  private static boolean sameAnswer(Artifact.Example one, Artifact.Example other) {
    return AnswerText.normal(one.output()).equals(AnswerText.normal(other.output()));
  }
}
