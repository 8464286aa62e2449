package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However an answer is cut, the key does not pass, and everything else does. */
class KeyWatchProperties {
  private static final String KEY = "sk-sks-1";

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

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of("", "s", "sk", "sk-", "sk-s", "ks-1", "-1", KEY, "x", "sk-sks-")
        .list()
        .ofMaxSize(10);
  }
}
