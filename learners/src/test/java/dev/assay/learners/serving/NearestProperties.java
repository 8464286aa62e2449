package dev.assay.learners.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NearestProperties {
  @Property(tries = 200)
  void findsWhatSortingEverythingFinds(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int size,
      @ForAll @IntRange(max = 12) int count) {
    Random random = new Random(seed);
    float[][] vectors = new float[size][];
    for (int i = 0; i < size; i++) {
      vectors[i] = new float[] {random.nextInt(5), random.nextInt(5), random.nextInt(5), 1, 2};
    }
    float[] query = {random.nextInt(5), random.nextInt(5), 1, 0, 1};
    List<Integer> expected =
        IntStream.range(0, size)
            .boxed()
            .sorted((a, b) -> {
              int byScore =
                  Float.compare(Nearest.dot(vectors[b], query), Nearest.dot(vectors[a], query));
              return byScore != 0 ? byScore : Integer.compare(a, b);
            })
            .limit(count)
            .toList();
    assertThat(Nearest.find(vectors, query, count))
        .extracting(Ranked::position)
        .isEqualTo(expected);
  }
}
