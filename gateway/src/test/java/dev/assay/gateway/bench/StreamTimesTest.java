package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StreamTimesTest {
  private final Findings found = new Findings();
  private final StreamTimes times = new StreamTimes(found);

  @Test
  void measuresTheFirstChunkTheGapsAndEachChunksWay() {
    times.begin(100);
    read(event(120), 150);
    read(event(220), 260);

    assertThat(found.first().toArray()).containsExactly(50);
    assertThat(found.gap().toArray()).containsExactly(110);
    assertThat(found.pass().toArray()).containsExactly(30, 40);
    assertThat(found.mergedChunks()).isZero();
  }

  @Test
  void anEventIsThereWhenItsEndIs() {
    times.begin(100);
    read(event(120).substring(0, 20), 130);
    read(event(120).substring(20), 170);

    assertThat(found.first().toArray()).containsExactly(70);
  }

  @Test
  void chunksThatCameTogetherDidNotPassOneByOne() {
    times.begin(100);
    read(event(120) + event(125), 130);

    assertThat(found.mergedChunks()).isEqualTo(1);
    assertThat(found.gap().toArray()).containsExactly(0);
  }

  @Test
  void whatHasNoTimeIsNoChunk() {
    times.begin(100);
    read("data: {\"choices\":[]}\n\ndata: [DONE]\n\n: ping\n\n", 130);

    assertThat(found.pass().size()).isZero();
  }

  private static String event(long sent) {
    return "data: {\"choices\":[{\"delta\":{\"content\":" + StreamTimes.STAMP + sent + "\"}}]}\n\n";
  }

  private void read(String text, long nanos) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    times.bytes(bytes, 0, bytes.length, nanos);
  }
}
