package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads of a target: changes, not requests. */
class TargetNewsTest {
  private final List<String> said = new ArrayList<>();
  private final TargetNews news =
      new TargetNews(
          "up/m", "", line -> said.add("WARN " + line), line -> said.add("INFO " + line));

  @Test
  void howeverOftenItFailsThatIsSaidOnceAndItsRecoveryToo() {
    for (int request = 0; request < 50; request++) {
      news.failed(Fault.UNREACHABLE);
    }
    news.works();
    news.works();
    assertThat(said)
        .containsExactly(
            "WARN target up/m does not work: it is unreachable", "INFO target up/m works again");
  }

  @Test
  void fewFailuresAmongAnswersAreNoNews() {
    for (int request = 0; request < 50; request++) {
      news.failed(Fault.SERVER_ERROR);
      news.failed(Fault.SERVER_ERROR);
      news.works();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aTargetThatIsLimitedWorks() {
    for (int request = 0; request < 50; request++) {
      news.failed(Fault.RATE_LIMITED);
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aRefusedKeyIsNamedAsWhatItIs() {
    for (int request = 0; request < TargetNews.IN_A_ROW; request++) {
      news.failed(Fault.UNAUTHORIZED);
    }
    assertThat(said).containsExactly("WARN target up/m does not work: it refuses its key");
  }

  @Test
  void aBreakerThatOpensIsNews() {
    news.failed(Fault.SERVER_ERROR);
    news.rests();
    news.rests();
    assertThat(said).containsExactly("WARN target up/m does not work: too many errors");
  }
}
