package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However an answer is cut, the key does not pass, and everything else does. */
class KeyWatchProperties {
  private static final String KEY = "sk-sks-sk-sks-s-1";

  /** Begins within the other one, and goes on after it. */
  private static final String OTHER = "s-sk-sks-s-1-2-s-sk";

  @Property
  void theKeyNeverPassesAndNothingElseIsLost(@ForAll("pieces") List<String> pieces) {
    KeyWatch watch = new KeyWatch(List.of(KEY));
    StringBuilder passed = new StringBuilder();
    pieces.forEach(piece -> passed.append(watch.pass(Buffer.buffer(piece))));
    passed.append(watch.rest());
    String all = String.join("", pieces);
    int at = all.indexOf(KEY);
    assertThat(watch.caught()).isEqualTo(at >= 0);
    assertThat(passed.toString()).isEqualTo(at < 0 ? all : all.substring(0, at));
  }

  @Property
  void noneOfSeveralPassesAndNothingElseIsLost(@ForAll("piecesOfBoth") List<String> pieces) {
    KeyWatch watch = new KeyWatch(List.of(KEY, "Bearer " + OTHER));
    StringBuilder passed = new StringBuilder();
    pieces.forEach(piece -> passed.append(watch.pass(Buffer.buffer(piece))));
    passed.append(watch.rest());
    String all = String.join("", pieces);
    assertThat(watch.caught()).isEqualTo(all.contains(KEY) || all.contains(OTHER));
    assertThat(all).startsWith(passed.toString());
    assertThat(passed.toString()).doesNotContain(KEY).doesNotContain(OTHER);
    if (!watch.caught()) {
      assertThat(passed.toString()).isEqualTo(all);
    }
  }

  @Test
  void whatFollowsASchemeIsTheCredentialAndSoIsEachCookie() {
    for (String value : List.of("Bearer " + KEY, "a=b; " + KEY, KEY + ", x", "short " + KEY)) {
      KeyWatch watch = new KeyWatch(List.of(value));
      watch.pass(Buffer.buffer("you said '" + KEY + "'"));
      assertThat(watch.caught()).as(value).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "EMPTY", "ollama", "fifteen-letters"})
  void aWordThatStandsForNoKeyPasses(String word) {
    KeyWatch watch = new KeyWatch(List.of(word));
    String answer = "there is " + word + " of it";
    assertThat(watch.pass(Buffer.buffer(answer)) + watch.rest().toString()).isEqualTo(answer);
    assertThat(watch.caught()).isFalse();
  }

  @Provide
  Arbitrary<List<String>> piecesOfBoth() {
    return Arbitraries.of(
            "s", "sk-s", "s-1", KEY, "x", "sk-sks-sk-sks-s-", OTHER, "-1", "-2", "s-sk")
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "", "s", "sk", "sk-", "sk-s", "ks-1", "-1", KEY, "x", "sk-sks-", "sk-sks-sk-sks-s-")
        .list()
        .ofMaxSize(10);
  }
}
