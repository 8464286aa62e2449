package dev.assay.learners.curation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.learning.LearningWindow;
import dev.assay.learners.learning.LearningWindow.Signal;
import dev.assay.learners.learning.LearningWindow.Verdict;
import dev.assay.policies.tenant.TenantPolicy.FeedbackRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurationTest {
  private static final FeedbackRules OPEN = new FeedbackRules(100, 100, 1.0, 1);
  private final List<Signal> signals = new ArrayList<>();

  @Test
  void aDemonstrationOutweighsThumbs() {
    thumb("ann", "where is my card", "lost", true);
    thumb("bob", "where is my card", "lost", true);
    demonstration("eve", "Where is my card?", "Card_Arrival");
    assertThat(lessons(OPEN))
        .singleElement()
        .satisfies(lesson -> {
          assertThat(lesson.output()).isEqualTo("Card_Arrival");
          assertThat(lesson.sources()).containsExactly("x2");
        });
  }

  @Test
  void theMajorityOfPrincipalsDecidesAndTiesTeachNothing() {
    demonstration("ann", "q", "right");
    demonstration("bob", "q", "right");
    demonstration("eve", "q", "wrong");
    demonstration("ann", "tied", "one");
    demonstration("bob", "tied", "other");
    assertThat(lessons(OPEN)).extracting(Lesson::output).containsExactly("right");
  }

  @Test
  void onePrincipalSayingItTenTimesIsOneVoice() {
    for (int i = 0; i < 10; i++) {
      demonstration("eve", "q", "wrong");
    }
    demonstration("ann", "q", "right");
    demonstration("bob", "q", "right");
    assertThat(lessons(OPEN)).extracting(Lesson::output).containsExactly("right");
  }

  @Test
  void aThumbDownRefutesWhatWasLearnedFromThatAnswer() {
    thumb("ann", "q", "learned", false);
    Curation curation = curated(OPEN);
    assertThat(curation.lessons()).isEmpty();
    assertThat(curation.refutes("Q", "Learned.")).isTrue();
    assertThat(curation.refutes("q", "another answer")).isFalse();
    assertThat(curation.refutes("another question", "learned")).isFalse();
  }

  @Test
  void aBurstOfOnePrincipalKeepsWithinItsShare() {
    for (int i = 0; i < 1_000; i++) {
      demonstration("burst", "burst " + i, "wrong");
    }
    for (int i = 0; i < 50; i++) {
      demonstration("user" + i, "question " + i, "right");
    }
    Curation curation = curated(new FeedbackRules(100, 100, 0.2, 3));
    assertThat(curation.lessons()).filteredOn(it -> it.output().equals("wrong")).hasSize(12);
    assertThat(curation.lessons()).filteredOn(it -> it.output().equals("right")).hasSize(50);
    assertThat(curation.leftOut()).contains("988 signals over one principal's share");
  }

  @Test
  void tooFewPrincipalsAreNamedBesideWhatPolicyRefused() {
    demonstration("ann", "q", "right");
    Curation.Outcome outcome =
        Curation.of(
            new FeedbackRules(100, 100, 0.5, 3),
            new LearningWindow(signals, Map.of("principal_cap", 480)),
            text -> true);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Curation.TooFew.class,
            few ->
                assertThat(few.reason())
                    .contains("1 principals", "asks for 3", "480 by principal_cap"));
  }

  @Test
  void whatAScanWouldFlagTeachesNothing() {
    demonstration("ann", "my password is hunter2", "secret");
    demonstration("ann", "q", "right");
    Curation.Outcome outcome =
        Curation.of(
            OPEN, new LearningWindow(signals, Map.of()), text -> !text.contains("password"));
    assertThat(((Curation.Curated) outcome).curation().lessons())
        .extracting(Lesson::output)
        .containsExactly("right");
  }

  private List<Lesson> lessons(FeedbackRules rules) {
    return curated(rules).lessons();
  }

  private Curation curated(FeedbackRules rules) {
    return ((Curation.Curated)
            Curation.of(rules, new LearningWindow(signals, Map.of()), text -> true))
        .curation();
  }

  private void demonstration(String principal, String query, String text) {
    add(principal, query, "answered", new Verdict.Demonstration(text));
  }

  private void thumb(String principal, String query, String answer, boolean up) {
    add(principal, query, answer, new Verdict.Thumb(up));
  }

  private void add(String principal, String query, String answer, Verdict verdict) {
    String id = "x" + signals.size();
    signals.add(new Signal(id, principal, Instant.EPOCH, "chat", query, "[]", answer, verdict));
  }
}
