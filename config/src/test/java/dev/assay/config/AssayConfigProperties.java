package dev.assay.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AssayConfigProperties {
  private static final String SECRET = "sk-proj-Zq3xT7vLm9";
  private static final Map<String, String> ENV = Map.of("OPENAI_API_KEY", SECRET);

  private final String shipped;

  AssayConfigProperties() throws IOException {
    shipped = Files.readString(Path.of("assay.yaml"));
  }

  @Property(tries = 500)
  void anyBytesAreReadOrRefusedWithReasons(@ForAll byte[] bytes) {
    assertThat(outcome(bytes)).isNotEmpty();
  }

  @Property(tries = 3_000)
  void whateverIsPastedIntoTheFileNoProblemRepeatsASecret(
      @ForAll @IntRange(max = 6_000) int at, @ForAll("pasted") String pasted) {
    int from = Math.min(at, shipped.length());
    String text = shipped.substring(0, from) + pasted + shipped.substring(from);

    assertThat(outcome(text.getBytes(StandardCharsets.UTF_8))).isNotEmpty().doesNotContain(SECRET);
  }

  @Provide
  Arbitrary<String> pasted() {
    return Arbitraries.of(
        SECRET,
        "${env:OPENAI_API_KEY}",
        ": ${env:OPENAI_API_KEY}",
        "\n- ${env:OPENAI_API_KEY}",
        "${env:" + SECRET + "}",
        "${env:OPENAI_API_KEY",
        "&" + SECRET + " ",
        "!" + SECRET + " ",
        "\n" + SECRET + ": 1\n");
  }

  /** What an operator would be told. */
  private static String outcome(byte[] bytes) {
    return switch (AssayConfig.read("assay.yaml", bytes, ENV)) {
      case Checked.Valid<AssayConfig> valid -> "valid";
      case Checked.Invalid<AssayConfig> invalid -> invalid.message() + invalid.problems();
    };
  }
}
