package dev.assay.learners.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AgreementProperties {
  private static final double ALPHA = 0.05;
  private static final double GAP = 0.1;

  @Property(tries = 10)
  void permutedIsTheMeanOverPermutations(@ForAll @IntRange(max = 1_000) int seed) {
    Random random = new Random(seed);
    List<String> answers = words(random, 30, 3);
    List<String> labels = words(random, 30, 3);
    double expected = Agreement.of(answers, labels, Clusters.none(30), ALPHA).permuted();
    double mean = 0;
    List<String> dealt = new ArrayList<>(labels);
    for (int i = 0; i < 4_000; i++) {
      Collections.shuffle(dealt, random);
      mean += Agreement.of(answers, dealt, Clusters.none(30), ALPHA).share() / 4_000;
    }
    assertThat(mean).isCloseTo(expected, within(0.01));
  }

  @Example
  void aLuckyConstantAnswerTellsNothing() {
    List<String> answers = Collections.nCopies(100, "yes");
    List<String> labels = new ArrayList<>(Collections.nCopies(95, "yes"));
    labels.addAll(Collections.nCopies(5, "no"));
    Agreement agreement = Agreement.of(answers, labels, Clusters.none(100), ALPHA);
    assertThat(agreement.share()).isCloseTo(0.95, within(1e-9));
    assertThat(agreement.permuted()).isCloseTo(0.95, within(1e-9));
    assertThat(agreement.low()).isLessThan(GAP);
  }

  @Example
  void sixtyTwoPercentOfManyLabelsTellOnTwentyFiveRows() {
    List<String> labels = IntStream.range(0, 25).mapToObj(i -> "label " + i % 20).toList();
    List<String> answers =
        IntStream.range(0, 25).mapToObj(i -> i % 8 < 5 ? labels.get(i) : "other").toList();
    assertThat(Agreement.of(answers, labels, Clusters.none(25), ALPHA).low()).isGreaterThan(GAP);
  }

  /** Labels dealt at random reach the gap in fewer than one sample in a thousand. */
  @Example
  void dealtOutLabelsDoNotTell() {
    Random random = new Random(5);
    int told = 0;
    for (int sample = 0; sample < 2_000; sample++) {
      List<String> answers = words(random, 40, 10);
      List<String> labels = words(random, 40, 10);
      told += Agreement.of(answers, labels, Clusters.none(40), ALPHA).low() >= GAP ? 1 : 0;
    }
    assertThat(told).isLessThanOrEqualTo(2);
  }

  private static List<String> words(Random random, int count, int vocabulary) {
    return IntStream.range(0, count).mapToObj(i -> "w" + random.nextInt(vocabulary)).toList();
  }
}
