package dev.assay.learners.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxModelTest {
  private final LettersEncoder encoder = new LettersEncoder();
  private final SandboxModel model = new SandboxModel(encoder);

  @Test
  void answersWithTheLabelWhoseNameIsMostLikeTheQuery() {
    assertThat(model.answer(new Prompt(List.of("aaa", "zz_z"), List.of(), "z a z z"), null))
        .isEqualTo("zz_z");
  }

  @Test
  void aNearExampleOutweighsANameAndAFarOneDoesNot() {
    List<String> labels = List.of("aaa", "zzz");
    assertThat(model.answer(new Prompt(labels, List.of(new Example("aab", "zzz")), "aab"), null))
        .isEqualTo("zzz");
    assertThat(model.answer(new Prompt(labels, List.of(new Example("qqq", "zzz")), "aab"), null))
        .isEqualTo("aaa");
  }

  @Test
  void neverAnswersWithALabelThatIsNotListed() {
    Prompt prompt = new Prompt(List.of("aaa", "zzz"), List.of(new Example("aab", "qqq")), "aab");
    assertThat(model.answer(prompt, null)).isEqualTo("aaa");
  }

  @Test
  void saysWhatItIsWhereNothingCanBeChosen() {
    assertThat(model.answer(new Prompt(List.of(), List.of(), "hello"), null))
        .contains("small classifier")
        .contains("Labels:");
  }

  @Test
  void cutsAtTheFirstStopAndAfterTheLastToken() {
    assertThat(Completion.of("one two three", List.of(" three", "two"), 9, encoder))
        .extracting(Completion::content, Completion::finishReason)
        .containsExactly("one ", "stop");
    Completion cut = Completion.of("one two three", List.of(), 2, encoder);
    assertThat(cut.content().strip()).isEqualTo("one two");
    assertThat(cut.tokens()).isEqualTo(2);
    assertThat(cut.finishReason()).isEqualTo("length");
    assertThat(Completion.of("one two", List.of(), 2, encoder).finishReason()).isEqualTo("stop");
  }
}
