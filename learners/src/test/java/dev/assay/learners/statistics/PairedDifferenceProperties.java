package dev.assay.learners.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PairedDifferenceProperties {
  private static final double ALPHA = 0.05;

  @Property(tries = 200)
  void swappingTheTwoTurnsTheDifferenceRound(
      @ForAll @Size(value = 40) boolean[] one, @ForAll @Size(value = 40) boolean[] other) {
    Clusters rows = Clusters.none(40);
    PairedDifference forth = PairedDifference.of(one, other, rows, ALPHA);
    PairedDifference back = PairedDifference.of(other, one, rows, ALPHA);
    assertThat(forth.difference()).isCloseTo(-back.difference(), within(1e-12));
    assertThat(forth.discordant()).isEqualTo(back.discordant());
    assertThat(forth.low()).isLessThan(-back.low());
  }

  @Property(tries = 200)
  void oneMoreRightAnswerNeverLowersTheDifference(
      @ForAll @Size(value = 30) boolean[] candidate,
      @ForAll @Size(value = 30) boolean[] reference,
      @ForAll @IntRange(max = 29) int row) {
    boolean[] better = candidate.clone();
    better[row] = true;
    Clusters rows = Clusters.none(30);
    double before = PairedDifference.of(candidate, reference, rows, ALPHA).difference();
    double after = PairedDifference.of(better, reference, rows, ALPHA).difference();
    assertThat(after).isGreaterThanOrEqualTo(before);
  }

  @Property(tries = 100)
  void lessAlphaMeansALowerBound(
      @ForAll @Size(value = 30) boolean[] candidate,
      @ForAll @Size(value = 30) boolean[] reference,
      @ForAll @DoubleRange(min = 0.01, max = 0.2) double alpha) {
    Clusters rows = Clusters.none(30);
    assertThat(PairedDifference.of(candidate, reference, rows, alpha / 2).low())
        .isLessThanOrEqualTo(PairedDifference.of(candidate, reference, rows, alpha).low());
  }

  @Property(tries = 100)
  void rowsThatNeverDifferStillLeaveDoubt(@ForAll @IntRange(min = 2, max = 2_000) int rows) {
    boolean[] same = new boolean[rows];
    double low = PairedDifference.of(same, same, Clusters.none(rows), ALPHA).low();
    assertThat(low).isNegative();
    // No closer than the exact bound "no loss in n rows", whose limit is ln(1/alpha)/n, by half.
    assertThat(low).isLessThan(-0.5 * -Math.log(ALPHA) / rows + 1e-12);
  }

  @Example
  void twentyFiveRowsThatNeverDifferDoNotProveAMarginOfFivePoints() {
    boolean[] same = new boolean[25];
    assertThat(PairedDifference.of(same, same, Clusters.none(25), ALPHA).low()).isLessThan(-0.05);
  }

  @Example
  void onePrincipalWithManyRowsIsOneVoice() {
    boolean[] candidate = new boolean[60];
    boolean[] reference = new boolean[60];
    java.util.Arrays.fill(candidate, 0, 20, true);
    int[] byPerson = new int[60];
    for (int row = 20; row < 60; row++) {
      byPerson[row] = row - 19;
    }
    double asRows = PairedDifference.of(candidate, reference, Clusters.none(60), ALPHA).low();
    double asPeople =
        PairedDifference.of(candidate, reference, new Clusters(byPerson, 41), ALPHA).low();
    assertThat(asRows).isPositive();
    assertThat(asPeople).isNegative();
  }

  @Example
  void withoutTwoClustersNothingIsKnown() {
    boolean[] right = {true, true};
    boolean[] wrong = {false, false};
    assertThat(PairedDifference.of(right, wrong, new Clusters(new int[2], 1), ALPHA).low())
        .isEqualTo(-1);
    assertThat(PairedDifference.of(new boolean[0], new boolean[0], Clusters.none(0), ALPHA).low())
        .isEqualTo(-1);
  }

  /** How often the bound lies above the truth, in 8,000 samples of people with two rows each. */
  @Example
  void theBoundIsWrongAboutAsRarelyAsItSays() {
    for (int people : new int[] {13, 25, 60}) {
      for (double loss : new double[] {0.06, 0.15, 0.25}) {
        double wrong = wrongBounds(people, 0.10, loss, 8_000);
        assertThat(wrong).as("people %d, losing %.2f", people, loss).isLessThan(1.4 * ALPHA);
      }
    }
  }

  private static double wrongBounds(int people, double win, double loss, int samples) {
    Random random = new Random(people * 31L + Math.round(loss * 100));
    int wrong = 0;
    for (int sample = 0; sample < samples; sample++) {
      boolean[] candidate = new boolean[2 * people];
      boolean[] reference = new boolean[2 * people];
      int[] cluster = new int[2 * people];
      for (int person = 0; person < people; person++) {
        boolean alike = random.nextDouble() < 0.5;
        double first = random.nextDouble();
        double second = alike ? first : random.nextDouble();
        answer(candidate, reference, 2 * person, first, win, loss);
        answer(candidate, reference, 2 * person + 1, second, win, loss);
        cluster[2 * person] = person;
        cluster[2 * person + 1] = person;
      }
      Clusters clusters = new Clusters(cluster, people);
      wrong +=
          PairedDifference.of(candidate, reference, clusters, ALPHA).low() > win - loss ? 1 : 0;
    }
    return (double) wrong / samples;
  }

  private static void answer(
      boolean[] candidate, boolean[] reference, int row, double draw, double win, double loss) {
    candidate[row] = draw < win || draw > 0.6;
    reference[row] = (draw >= win && draw < win + loss) || draw > 0.6;
  }
}
