package dev.assay.policies.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.canonical.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TenantTemplateTest {
  private static final TenantId ACME = new TenantId("acme");

  @Test
  void itsTextReadsAsTheValuesItStandsFor() {
    List<String> aliases = List.of("gpt-4o", "org/model:1");

    String text = TenantTemplate.text(ACME, aliases);

    assertThat(read(text)).isEqualTo(TenantTemplate.policy(ACME, aliases));
  }

  @Test
  void aFileThatSaysNothingElseHasTheSameValues() {
    assertThat(read("tenant: acme\nmodels: [gpt-4o]\n"))
        .isEqualTo(TenantTemplate.policy(ACME, List.of("gpt-4o")));
  }

  @Test
  void everyKnobIsInTheText() {
    String text = TenantTemplate.text(ACME, List.of("gpt-4o"));
    String json =
        new String(
            CanonicalJson.bytes(TenantTemplate.policy(ACME, List.of("gpt-4o"))),
            StandardCharsets.UTF_8);

    List<String> keys =
        Pattern.compile("\"([a-zA-Z]+)\":")
            .matcher(json)
            .results()
            .map(it -> it.group(1).replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .filter(it -> !List.of("role", "count").contains(it))
            .toList();
    assertThat(keys).hasSizeGreaterThan(30).allSatisfy(it -> assertThat(text).contains(it + ":"));
  }

  @Test
  void equalPoliciesHaveEqualBytesWhateverTheOrderTheirLearnersAreNamedIn() {
    String head = "tenant: acme\nmodels: [m]\nlearning: {learners: ";

    assertThat(CanonicalJson.digest(read(head + "[prompt, adapter, examples]}")))
        .isEqualTo(CanonicalJson.digest(read(head + "[examples, prompt, adapter]}")));
  }

  @Test
  void refusesWhatCouldNotStandInTheFile() {
    assertThatThrownBy(() -> TenantTemplate.text(ACME, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TenantTemplate.text(ACME, List.of("a\"\nlimits: {}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TenantPolicy read(String text) {
    return TenantFile.read("acme.yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }
}
