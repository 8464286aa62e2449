package dev.assay.learners.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClustersTest {
  @Test
  void rowsOfOnePersonOrOneEpisodeAreJoinedAlsoThroughAThird() {
    Clusters clusters =
        Clusters.of(List.of("ann", "ann", "bob", "eve"), List.of("1", "2", "2", "3"));
    assertThat(clusters.count()).isEqualTo(2);
    assertThat(clusters.ofRow()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void whereNobodyIsNamedEpisodesStandForPeople() {
    Clusters clusters = Clusters.of(List.of("key", "key", "key"), List.of("1", "1", "2"));
    assertThat(clusters.count()).isEqualTo(2);
  }

  @Test
  void aShareOfFewVoicesIsWide() {
    boolean[] right = {true, true, true, true, false, false, false, false};
    ShareInterval rows = ShareInterval.of(right, Clusters.none(8));
    ShareInterval people =
        ShareInterval.of(right, new Clusters(new int[] {0, 0, 1, 1, 2, 2, 3, 3}, 4));
    assertThat(people.low()).isLessThan(rows.low());
    assertThat(people.high()).isGreaterThan(rows.high());
    assertThat(ShareInterval.of(new boolean[0], Clusters.none(0)))
        .isEqualTo(new ShareInterval(0, 0, 1));
  }
}
