package dev.assay.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LotProperties {
  private static final int DRAWS = 20_000;

  @Property(tries = 30)
  void eachWinsAsOftenAsItsWeightSays(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 20) Integer> weights,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] wins = new int[weights.size()];
    for (int draw = 0; draw < DRAWS; draw++) {
      int winner = 0;
      double smallest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < weights.size(); i++) {
        double lot = Lot.draw(random.nextDouble(), weights.get(i));
        if (lot < smallest) {
          smallest = lot;
          winner = i;
        }
      }
      wins[winner]++;
    }
    double all = weights.stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; i < wins.length; i++) {
      // Five standard deviations of a share of 20,000 draws are at most 0.018.
      assertThat((double) wins[i] / DRAWS).isCloseTo(weights.get(i) / all, within(0.02));
    }
  }

  @Property
  void everyUniformGivesALot(
      @ForAll @DoubleRange(min = 0, max = 1) double uniform,
      @ForAll @IntRange(min = 1, max = 1_000) int weight) {
    assertThat(Lot.draw(uniform, weight)).isFinite().isGreaterThanOrEqualTo(0);
  }
}
