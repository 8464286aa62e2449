package dev.assay.learners.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.canonical.CanonicalJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptJsonTest {
  private record Fact(String name, List<Integer> targets) {}

  @Test
  void isWrittenWhenAskedForAndEqualToWhatWasReadBack() {
    KeptJson kept = KeptJson.of(new Fact("rate", List.of(1, 2)));

    assertThat(kept.text()).isEqualTo("{\"name\":\"rate\",\"targets\":[1,2]}");
    assertThat(kept).isEqualTo(KeptJson.written("{\"name\":\"rate\",\"targets\":[1,2]}"));
    assertThat(kept).hasSameHashCodeAs(KeptJson.written(kept.text()));
    assertThat(kept).isNotEqualTo(KeptJson.written("{}"));
  }

  @Test
  void isShownAsText() throws Exception {
    assertThat(CanonicalJson.MAPPER.writeValueAsString(KeptJson.written("{\"a\":1}")))
        .isEqualTo("\"{\\\"a\\\":1}\"");
  }
}
