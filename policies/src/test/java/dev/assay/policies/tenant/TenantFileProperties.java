package dev.assay.policies.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TenantFileProperties {
  private static final String TEMPLATE =
      TenantTemplate.text(new TenantId("acme"), List.of("gpt-4o"));
  private static final String SECRET = "sk-proj-Zq3xT7vLm9";

  @Property(tries = 500)
  void anyBytesAreReadOrRefusedWithReasons(@ForAll byte[] bytes) {
    assertThat(outcome(bytes)).isNotEmpty();
  }

  @Property(tries = 500)
  void anyTextOfYamlsOwnCharactersToo(@ForAll("yamlish") String text) {
    assertThat(outcome(text.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
  }

  @Property(tries = 500)
  void aDamagedFileNeverThrows(
      @ForAll @IntRange(max = 2_000) int at,
      @ForAll @IntRange(max = 200) int cut,
      @ForAll byte[] instead) {
    byte[] whole = TEMPLATE.getBytes(StandardCharsets.UTF_8);
    int from = Math.min(at, whole.length);
    int to = Math.min(from + cut, whole.length);
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(whole, 0, from);
    damaged.writeBytes(instead);
    damaged.write(whole, to, whole.length - to);

    assertThat(outcome(damaged.toByteArray())).isNotEmpty();
  }

  @Property(tries = 1_000)
  void aKeyPastedAnywhereIsNeverRepeated(
      @ForAll @IntRange(max = 3_500) int at, @ForAll("glue") String before) {
    int from = Math.min(at, TEMPLATE.length());
    String pasted = TEMPLATE.substring(0, from) + before + SECRET + TEMPLATE.substring(from);

    assertThat(outcome(pasted.getBytes(StandardCharsets.UTF_8))).doesNotContain(SECRET);
  }

  @Provide
  Arbitrary<String> yamlish() {
    return Arbitraries.strings()
        .withChars(" \n\t:-?[]{}&*!|>'\"%@#,~ab01${}<".toCharArray())
        .ofMaxLength(200);
  }

  @Provide
  Arbitrary<String> glue() {
    return Arbitraries.of("", " ", "\n", ": ", "&", "*", "!", "!!", "%", "'", "\"", "- ", "[", "{");
  }

  /** What an operator would see: the tenant it was read as, or every problem. */
  private static String outcome(byte[] bytes) {
    return switch (TenantFile.read("acme.yaml", bytes)) {
      case Checked.Valid<TenantPolicy>(TenantPolicy policy) -> policy.tenant().value();
      case Checked.Invalid<TenantPolicy> invalid -> invalid.message() + invalid.problems();
    };
  }
}
