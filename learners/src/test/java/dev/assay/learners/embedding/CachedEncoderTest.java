package dev.assay.learners.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedEncoderTest {
  private final AtomicInteger read = new AtomicInteger();

  private final Encoder lengths =
      new Encoder() {
        @Override
        public float[] embed(String text) {
          read.incrementAndGet();
          return new float[] {text.length(), 1};
        }

        @Override
        public int dimensions() {
          return 2;
        }

        @Override
        public int countTokens(String text) {
          return text.length();
        }
      };

  @Test
  void readsATextOnceAndGivesTheSameVector() {
    CachedEncoder cached = new CachedEncoder(lengths, 1_000_000);
    float[] first = cached.embed("abc");
    assertThat(cached.embed("abc")).isSameAs(first);
    assertThat(read).hasValue(1);
    assertThat(cached.dimensions()).isEqualTo(2);
    assertThat(cached.countTokens("abc")).isEqualTo(3);
  }

  @Test
  void keepsNothingThatIsLargerThanItsBound() {
    CachedEncoder cached = new CachedEncoder(lengths, 100);
    cached.embed("abc");
    cached.embed("abc");
    assertThat(read).hasValue(2);
  }
}
