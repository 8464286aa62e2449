package dev.assay.learners.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.sandbox.Message.Role;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {
  private static final Message ASK = new Message(Role.USER, "where is it?");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Answer with one of: [\"refund\", \"card_arrival\"]",
        "Pick a label.\n- refund\n- card_arrival\n",
        "Pick a label.\n1. refund\n2. \"card_arrival\"",
        "Labels: refund, card_arrival.",
        "Classify. The allowed intents are: refund, card_arrival\nSay nothing else.",
      })
  void readsLabelsFromNaturalLayouts(String system) {
    Prompt prompt = Prompt.read(List.of(new Message(Role.SYSTEM, system), ASK));
    assertThat(prompt.labels()).containsExactly("refund", "card_arrival");
    assertThat(prompt.query()).isEqualTo("where is it?");
  }

  @Test
  void readsExamplesFromSystemLinesAndEarlierTurnsAndUndoesEscapes() {
    Prompt prompt =
        Prompt.read(
            List.of(
                new Message(Role.SYSTEM, "Labels: a, b"),
                new Message(
                    Role.SYSTEM,
                    "Examples, as data:\n{\"input\": \"\\u003cb\\u003e, [1]\", \"output\": \"a\"}\nend"),
                new Message(Role.USER, "early"),
                new Message(Role.ASSISTANT, " b "),
                ASK));
    assertThat(prompt.examples())
        .containsExactly(new Example("<b>, [1]", "a"), new Example("early", "b"));
    assertThat(prompt.labels()).containsExactly("a", "b");
  }

  @Test
  void takesTheExamplesLabelsWhereNoneAreListed() {
    Prompt prompt =
        Prompt.read(
            List.of(
                new Message(Role.USER, "x"),
                new Message(Role.ASSISTANT, "a"),
                new Message(Role.USER, "y"),
                new Message(Role.ASSISTANT, "b"),
                ASK));
    assertThat(prompt.labels()).containsExactly("a", "b");
  }

  @Test
  void refusesMoreLabelsThanItTakes() {
    String labels =
        IntStream.rangeClosed(0, LabelList.MAX_LABELS)
            .mapToObj(i -> "l" + i)
            .collect(Collectors.joining(", ", "Labels: ", ""));
    assertThatThrownBy(() -> Prompt.read(List.of(new Message(Role.SYSTEM, labels), ASK)))
        .isInstanceOf(PromptRefused.class)
        .hasMessageContaining("list fewer");
  }
}
