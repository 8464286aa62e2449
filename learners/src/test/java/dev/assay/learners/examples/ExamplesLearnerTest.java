package dev.assay.learners.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.Samples;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.learning.Learner;
import dev.assay.learners.learning.LearningWindow;
import dev.assay.learners.learning.LearningWindow.Signal;
import dev.assay.learners.learning.LearningWindow.Verdict;
import dev.assay.learners.serving.Release;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExamplesLearnerTest {
  private static final TenantId ACME = new TenantId("acme");
  private final ExamplesLearner learner =
      new ExamplesLearner(
          ExamplesLearner.Settings.DEFAULT, text -> true, tenant -> Optional.empty());
  private final List<Signal> signals = new ArrayList<>();

  @Test
  void proposesWhatPeopleAgreeOnAndTheSameWindowGivesTheSameArtifact() {
    demonstrations(0, 60);
    Learner.Proposed proposed = proposed(Release.empty(ACME), Map.of());
    assertThat(proposed.artifact().size()).isEqualTo(60);
    assertThat(proposed.sources()).hasSize(60);
    assertThat(proposed(Release.empty(ACME), Map.of()).artifact().digest())
        .isEqualTo(proposed.artifact().digest());
  }

  @Test
  void waitsUntilEnoughHasChangedSinceLive() {
    demonstrations(0, 200);
    Release live = Release.empty(ACME).with(proposed(Release.empty(ACME), Map.of()).artifact());
    demonstrations(200, 245);
    assertThat(learner.learn(policy(500, 1_000_000), live, window(Map.of())))
        .isInstanceOfSatisfying(
            Learner.Hold.class, hold -> assertThat(hold.reason()).contains("45 ", "50"));
    demonstrations(245, 250);
    assertThat(proposed(live, Map.of()).artifact().size()).isEqualTo(250);
  }

  @Test
  void waitsUntilEnoughHasChangedSinceARejectedProposal() {
    demonstrations(0, 100);
    Artifact.Examples rejected =
        (Artifact.Examples) proposed(Release.empty(ACME), Map.of()).artifact();
    ExamplesLearner patient =
        new ExamplesLearner(
            ExamplesLearner.Settings.DEFAULT, text -> true, tenant -> Optional.of(rejected));
    demonstrations(100, 130);
    assertThat(patient.learn(policy(500, 1_000_000), Release.empty(ACME), window(Map.of())))
        .isInstanceOfSatisfying(
            Learner.Hold.class,
            hold -> assertThat(hold.reason()).contains("30 ", "the rejected proposal", "40"));
    demonstrations(130, 140);
    assertThat(patient.learn(policy(500, 1_000_000), Release.empty(ACME), window(Map.of())))
        .isInstanceOf(Learner.Proposed.class);
  }

  @Test
  void keepsWhatLiveKnowsWhenTheWindowHasMovedOn() {
    demonstrations(0, 60);
    Release live = Release.empty(ACME).with(proposed(Release.empty(ACME), Map.of()).artifact());
    signals.clear();
    demonstrations(60, 120);
    assertThat(proposed(live, Map.of()).artifact().size()).isEqualTo(120);
  }

  @Test
  void aBurstThatCapsRefusedIsHeldByName() {
    demonstrations(0, 5);
    assertThat(
            learner.learn(
                policy(500, 1_000_000),
                Release.empty(ACME),
                window(Map.of("principal_daily_cap", 395))))
        .isInstanceOfSatisfying(
            Learner.Hold.class,
            hold -> assertThat(hold.reason()).contains("395 by principal_daily_cap"));
  }

  @Test
  void staysWithinTheEnvelopeAndKeepsRareAnswers() {
    demonstrations(0, 300);
    signals.add(signal(1_000, "rare", "only once"));
    Learner.Outcome few =
        learner.learn(policy(70, 1_000_000), Release.empty(ACME), window(Map.of()));
    Artifact.Examples examples = (Artifact.Examples) ((Learner.Proposed) few).artifact();
    assertThat(examples.examples()).hasSize(70).anyMatch(it -> it.output().equals("only once"));

    Learner.Outcome small =
        learner.learn(policy(500, 9_000), Release.empty(ACME), window(Map.of()));
    assertThat(CanonicalJson.bytes(((Learner.Proposed) small).artifact()).length)
        .isLessThanOrEqualTo(9_000);
  }

  private Learner.Proposed proposed(Release live, Map<String, Integer> refused) {
    return (Learner.Proposed) learner.learn(policy(500, 1_000_000), live, window(refused));
  }

  private LearningWindow window(Map<String, Integer> refused) {
    return new LearningWindow(signals, refused);
  }

  private void demonstrations(int from, int to) {
    for (int i = from; i < to; i++) {
      signals.add(signal(i, "question " + i, "answer " + i % 5));
    }
  }

  private static Signal signal(int number, String query, String text) {
    return new Signal(
        String.format("x%06d", number),
        "user" + number % 20,
        Instant.EPOCH,
        "chat",
        query,
        "[]",
        "answered",
        new Verdict.Demonstration(text));
  }

  private static TenantPolicy policy(int maxItems, int maxBytes) {
    return Samples.policy(
        Samples.FEEDBACK,
        Map.of(ArtifactKind.EXAMPLES, new TenantPolicy.KindRules(maxItems, maxBytes, List.of())),
        TenantPolicy.Gate.ENFORCED);
  }
}
