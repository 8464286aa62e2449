package dev.assay.config;

import static dev.assay.config.AssayConfigTest.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One account is one tenant's alone or shared by all, under however many names it is reached. */
class AccountRulesTest {
  private static final Map<String, String> ENV =
      Map.of("A", "sk-of-a", "B", "sk-of-b", "A_AGAIN", "sk-of-a");
  private static final String ONE = "base_url: 'http://h/v1', api_key: '${env:A}', tenant: acme";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base_url: 'http://h/v1', api_key: '${env:A}', tenant: globex",
        "base_url: 'http://h/v1', api_key: '${env:A}'",
        "base_url: 'HTTP://H:80/v1/', api_key: '${env:A_AGAIN}'",
        "base_url: 'http://h/x/../v1', api_keys: [{key: '${env:B}'}, {key: '${env:A}'}]",
        "base_url: 'http://h/v1', api_key: '${env:A}', headers: {x-project: other}",
      })
  void twoOwnersOfOneAccountAreRefused(String other) {
    assertThat(messages(read(ONE, other)))
        .singleElement()
        .asString()
        .startsWith("assay.yaml:3:")
        .contains("\"two\" of", "api key of \"one\" of tenant \"acme\"")
        .contains("what one keeps there the other could read")
        .contains("expected an api_key of another account, or the same tenant at both")
        .doesNotContain("sk-of");
  }

  @ParameterizedTest
  @CsvSource({"'', globex", "'tenant: acme,', globex", "'tenant: acme,', ''"})
  void whereNobodyNeedsAKeyAnAccountIsItsAddress(String mine, String other) {
    String theirs = other.isEmpty() ? "" : "tenant: " + other + ",";
    assertThat(messages(read(mine + "base_url: 'http://h'", theirs + "base_url: 'http://h'")))
        .singleElement()
        .asString()
        .contains("\"two\" of", "at the base_url of \"one\"", "both without api_key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base_url: 'http://h/v1', api_key: '${env:A}', tenant: acme",
        "base_url: 'http://h/v1', api_key: '${env:B}', tenant: globex",
        "base_url: 'http://h/v1', tenant: globex",
        "base_url: 'http://h/v2', api_key: '${env:A}', tenant: globex",
        "base_url: 'https://h/v1', api_key: '${env:A}', tenant: globex",
        "base_url: 'http://h:8000/v1', api_key: '${env:A}'",
      })
  void anotherAccountOrTheSameOwnerIsNone(String other) {
    assertThat(messages(read(ONE, other))).isEmpty();
  }

  @Test
  void headersTellAccountsApartWhereNobodyNeedsAKey() {
    String open = "base_url: 'http://h', tenant: %s, headers: {x-api-token: '${env:%s}'}";
    assertThat(messages(read(open.formatted("acme", "A"), open.formatted("globex", "B"))))
        .isEmpty();
    assertThat(messages(read(open.formatted("acme", "A"), open.formatted("globex", "A"))))
        .hasSize(1);
  }

  @Test
  void aProviderIsRefusedOnceHoweverManyItClashesWith() {
    assertThat(messages(read(ONE, ONE, ONE.replace("acme", "globex")))).hasSize(1);
  }

  @Test
  void whatWasRefusedAlreadyIsNoSecondMistake() {
    String mistaken = "base_url: 'http://h', api_key: '${env:UNSET}', tenant: %s";
    assertThat(messages(read(mistaken.formatted("acme"), mistaken.formatted("globex"))))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).contains("UNSET"));
    assertThat(messages(read("tenant: acme", "tenant: globex")))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).contains("base_url", "http://127.0.0.1:8000/v1"));
  }

  private static Checked<AssayConfig> read(String... providers) {
    String[] names = {"one", "two", "three"};
    StringBuilder file = new StringBuilder("providers:\n");
    for (int i = 0; i < providers.length; i++) {
      file.append("  %s: {kind: openai-compatible, %s}\n".formatted(names[i], providers[i]));
    }
    return AssayConfig.read("assay.yaml", file.toString().getBytes(StandardCharsets.UTF_8), ENV);
  }
}
