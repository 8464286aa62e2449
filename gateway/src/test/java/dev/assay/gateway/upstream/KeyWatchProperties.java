package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However an answer is cut, the key does not pass, and everything else does. */
class KeyWatchProperties {
  private static final String KEY = "sk-sks-sk-sks-s-1";

  @Property
  void theKeyNeverPassesAndNothingElseIsLost(@ForAll("pieces") List<String> pieces) {
    KeyWatch watch = new KeyWatch(KEY);
    StringBuilder passed = new StringBuilder();
    pieces.forEach(piece -> passed.append(watch.pass(Buffer.buffer(piece))));
    passed.append(watch.rest());
    String all = String.join("", pieces);
    int at = all.indexOf(KEY);
    assertThat(watch.caught()).isEqualTo(at >= 0);
    assertThat(passed.toString()).isEqualTo(at < 0 ? all : all.substring(0, at));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "EMPTY", "ollama", "fifteen-letters"})
  void aWordThatStandsForNoKeyPasses(String word) {
    KeyWatch watch = new KeyWatch(word);
    String answer = "there is " + word + " of it";
    assertThat(watch.pass(Buffer.buffer(answer)) + watch.rest().toString()).isEqualTo(answer);
    assertThat(watch.caught()).isFalse();
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "", "s", "sk", "sk-", "sk-s", "ks-1", "-1", KEY, "x", "sk-sks-", "sk-sks-sk-sks-s-")
        .list()
        .ofMaxSize(10);
  }
}
