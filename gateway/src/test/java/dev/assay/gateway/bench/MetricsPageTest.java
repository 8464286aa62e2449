package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final MetricsPage PAGE =
      MetricsPage.read(
          """
          # HELP assay_cache_lookups_total Looked up in a cache, and whether it was there
          # TYPE assay_cache_lookups_total counter
          assay_cache_lookups_total{cache="decisions",result="hit"} 9.0
          assay_cache_lookups_total{cache="decisions",result="miss"} 1.0
          assay_cache_lookups_total{cache="embeddings",result="hit"} 0.0
          assay_store_lag_worst_seconds 0.041
          """);

  @Test
  void addsWhatHasTheNameAndTheLabels() {
    assertThat(PAGE.sum("assay_cache_lookups_total")).isEqualTo(10);
    assertThat(PAGE.sum("assay_cache_lookups_total", "result=\"hit\"")).isEqualTo(9);
    assertThat(PAGE.sum("assay_store_lag_worst_seconds")).isEqualTo(0.041);
    assertThat(PAGE.sum("assay_store_lag")).isZero();
  }

  @Test
  void aRateIsOfAllLookups() {
    Hits hits = Hits.of(PAGE, Map.of("pinned", 3L));

    assertThat(hits.decisions()).isEqualTo(new Hits.Share(9, 10));
    assertThat(hits.decisions().rate()).isEqualTo(0.9);
    assertThat(hits.embeddings().rate()).isZero();
  }
}
