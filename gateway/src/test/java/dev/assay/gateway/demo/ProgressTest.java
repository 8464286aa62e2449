package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();
  private final Progress progress =
      new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 2_000, nanos::get);

  @Test
  void withoutATerminalALongSilenceIsBroken() {
    for (int second = 0; second < 25; second++) {
      progress.step();
      progress.tick();
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    assertThat(said().lines())
        .containsExactly(
            " 10.0 s  at it: 11 of about 2,000 requests",
            " 20.0 s  at it: 21 of about 2,000 requests");
  }

  @Test
  void beforeTheFirstRequestAndBeyondTheLastForeseenItSaysSo() {
    nanos.set(TimeUnit.SECONDS.toNanos(10));
    progress.tick();
    for (int request = 0; request < 2_001; request++) {
      progress.step();
    }
    nanos.set(TimeUnit.SECONDS.toNanos(20));
    progress.tick();
    assertThat(said().lines())
        .containsExactly(
            " 10.0 s  at it: preparing; no request yet",
            " 20.0 s  at it: 2,001 requests, more than the 2,000 foreseen");
  }

  @Test
  void whatWasSaidMeanwhileIsNoSilence() {
    nanos.set(TimeUnit.SECONDS.toNanos(9));
    progress.say("a release is live");
    nanos.set(TimeUnit.SECONDS.toNanos(18));
    progress.tick();
    assertThat(said()).isEqualTo("  9.0 s  a release is live\n");
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
