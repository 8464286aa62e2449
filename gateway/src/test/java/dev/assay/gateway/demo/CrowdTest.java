package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.gateway.demo.Crowd.Reaction;
import dev.assay.gateway.demo.Dataset.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private final Crowd crowd = new Crowd(List.of("a", "b", "c", "d"), 3);

  @Test
  void halfGiveAThumbAndOneInTwentyIsMistaken() {
    int thumbs = 0;
    int mistaken = 0;
    for (Reaction reaction : reactions(20_000, true, true)) {
      thumbs += reaction.thumb().isPresent() ? 1 : 0;
      mistaken += reaction.thumb().filter(up -> !up).isPresent() ? 1 : 0;
    }
    assertThat(thumbs / 20_000.0).isCloseTo(0.5, within(0.02));
    assertThat(mistaken / (double) thumbs).isCloseTo(0.05, within(0.01));
  }

  @Test
  void onlyWhoIsAskedCorrects() {
    assertThat(reactions(100, true, false)).allMatch(reaction -> reaction.correction().isEmpty());
    assertThat(reactions(100, true, true)).allMatch(reaction -> reaction.correction().isPresent());
  }

  @Test
  void shufflingKeepsWhatWasSaidAndForgetsOfWhat() {
    List<Reaction> said = new ArrayList<>(reactions(400, true, true));
    said.addAll(reactions(400, false, false));
    List<Reaction> dealt = Crowd.shuffled(said, 5);
    assertThat(dealt).hasSameSizeAs(said).isNotEqualTo(said);
    assertThat(dealt.stream().flatMap(r -> r.thumb().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(
            said.stream().flatMap(r -> r.thumb().stream()).toList());
    assertThat(dealt.stream().flatMap(r -> r.correction().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(
            said.stream().flatMap(r -> r.correction().stream()).toList());
  }

  private List<Reaction> reactions(int count, boolean right, boolean asked) {
    List<Reaction> reactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Apps.Answer answer =
          new Apps.Answer(200, right ? "a" : "b", "exchange-" + i, 0, asked, List.of(), 0);
      reactions.add(crowd.react(i, new Row("text " + i, "a"), answer));
    }
    return reactions;
  }
}
