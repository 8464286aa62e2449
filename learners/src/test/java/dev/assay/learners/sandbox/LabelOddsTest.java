package dev.assay.learners.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelOddsTest {
  private static final LabelOdds ODDS =
      new LabelOdds(Map.of("card lost", 0.9, "card late", 0.85, "fee", 0.8));

  @Test
  void aTokensShareIsThatOfAllLabelsThatGoOnWithIt() {
    List<LabelOdds.Token> tokens = tokens("card lost", 9, 5);

    double total = 1 + Math.exp(-1) + Math.exp(-2);
    assertThat(tokens).extracting(LabelOdds.Token::text).containsExactly("card", "lost");
    assertThat(Math.exp(tokens.get(0).logprob()))
        .isCloseTo((1 + Math.exp(-1)) / total, within(1e-9));
    assertThat(Math.exp(tokens.get(1).logprob())).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
  }

  @Test
  void theTokensOfALabelMultiplyToItsShare() {
    double sum = 0;
    for (String label : List.of("card lost", "card late", "fee")) {
      sum += Math.exp(tokens(label, 9, 0).stream().mapToDouble(LabelOdds.Token::logprob).sum());
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  void alternativesComeLikeliestFirstAndAreCounted() {
    assertThat(tokens("fee", 9, 1).getFirst().likeliest())
        .extracting(LabelOdds.Likely::token)
        .containsExactly("card");
    assertThat(tokens("fee", 9, 5).getFirst().likeliest())
        .extracting(LabelOdds.Likely::token)
        .containsExactly("card", "fee");
  }

  @Test
  void aLabelThatEndsWhereAnotherGoesOnIsItsAlternative() {
    LabelOdds odds = new LabelOdds(Map.of("card", 0.5, "card lost", 0.5));

    LabelOdds.Token second =
        odds.tokens("card lost", 9, 5, text -> Arrays.asList(text.split(" "))).get(1);

    assertThat(Math.exp(second.logprob())).isCloseTo(0.5, within(1e-9));
    assertThat(second.likeliest()).extracting(LabelOdds.Likely::token).contains("", "lost");
  }

  private static List<LabelOdds.Token> tokens(String label, int count, int alternatives) {
    return ODDS.tokens(label, count, alternatives, text -> Arrays.asList(text.split(" ")));
  }
}
