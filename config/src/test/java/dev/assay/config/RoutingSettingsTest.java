package dev.assay.config;

import static dev.assay.config.AssayConfigTest.messages;
import static dev.assay.config.AssayConfigTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers of every kind, their keys, and what an alias says of its targets. */
class RoutingSettingsTest {
  private static final String OPEN =
      "providers: {p: {kind: openai-compatible, base_url: 'http://h/v1'}}\n";

  @Test
  void anthropicsAddressIsKnown() {
    Provider claude =
        read("providers: {c: {kind: anthropic, api_key: '${env:OPENAI_API_KEY}'}}\n")
            .orThrow()
            .providers()
            .get("c");

    assertThat(claude.baseUrl()).isEqualTo(URI.create("https://api.anthropic.com/v1"));
  }

  @Test
  void aHeadersValueIsPrintedNowhere() {
    String file =
        OPEN.replace("'http://h/v1'", "'http://h/v1', headers: {x-team: pa55, X-Api-Token: '%s'}")
            .formatted("${env:OPENAI_API_KEY}");

    assertThat(read(file).orThrow().toString()).contains("x-team").doesNotContain("pa55", "sk-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "providers: {p: {kind: anthropic}}",
        "providers: {p: {kind: openai, api_key: '${env:OPENAI_API_KEY}', endpoints: [messages]}}",
        "providers: {p: {kind: openai, api_key: '${env:OPENAI_API_KEY}', anthropic_version:"
            + " 2023-06-01}}",
        "providers: {p: {kind: anthropic, api_key: '${env:OPENAI_API_KEY}', anthropic_version:"
            + " newest}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', api_keys: []}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', api_keys: [{weight: 2}]}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', api_keys: [{key: sk-literal}]}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', api_keys: [{key: '${env:OPENAI_API_KEY}', weight: 0}]}}",
        "providers: {p: {kind: openai, api_key: '${env:OPENAI_API_KEY}', api_keys: [{key:"
            + " '${env:OPENAI_API_KEY}'}]}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', endpoints: [chat]}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', headers: {Host: x}}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', headers: {Host2: x, x-api-key:"
            + " '${env:OPENAI_API_KEY}'}}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', headers: {x-token: x}}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', headers: {x-a: 'ü'}}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', retry_share: 2}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h',"
            + " retry_floor_per_second: -1}}",
      })
  void refusesOfAProvider(String line) {
    assertThat(messages(read("# what is wrong stands in line 2\n" + line + "\n")))
        .hasSize(1)
        .allSatisfy(it -> assertThat(it).startsWith("assay.yaml:2:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{targets: []}",
        "{targets: [p/m], strategy: random}",
        "{targets: [p/m], affinity: user}",
        "{targets: [p/m], fallback_on: [everything]}",
        "{targets: [p/m], hedge_after_millis: 100}",
        "{targets: [p/m, p/n], hedge_after_millis: 0}",
        "{targets: [p/m, p/n], affinity: episode}",
        "{targets: [{provider: p, model: m, weight: 2}, p/n]}",
        "{targets: [{provider: p, model: m, weight: 2}, p/n], strategy: lowest-latency}",
        "{targets: [{provider: p, model: m, weight: 2}, p/m], strategy: weighted}",
        "{targets: [{provider: p, model: m, weight: 1001}], strategy: weighted}",
        "{target: p/m, targets: [p/m]}",
        "[{provider: p, model: m, weight: 2}]",
      })
  void refusesOfAnAlias(String alias) {
    assertThat(messages(read(OPEN + "aliases: {a: " + alias + "}\n")))
        .hasSize(1)
        .allSatisfy(it -> assertThat(it).startsWith("assay.yaml:2:"));
  }

  @ParameterizedTest
  @CsvSource({
    "ordered,ORDERED",
    "weighted,WEIGHTED",
    "least-pending,LEAST_PENDING",
    "lowest-latency,LOWEST_LATENCY"
  })
  void aStrategyIsAWord(String word, Alias.Strategy strategy) {
    String file = OPEN + "aliases: {a: {targets: [p/m, p/n], strategy: " + word + "}}\n";

    assertThat(read(file).orThrow().aliases().get("a").strategy()).isEqualTo(strategy);
  }

  @Test
  void anAccountMayBeOneTenantsAlone() {
    String own = OPEN.replace("'http://h/v1'", "'http://h/v1', tenant: acme");
    assertThat(read(own).orThrow().providers().get("p").tenant()).contains("acme");
    assertThat(read(OPEN).orThrow().providers().get("p").tenant()).isEmpty();
    assertThat(messages(read(own.replace("acme", "Not-One")))).hasSize(1);
  }

  @Test
  void adaptersOfAllTenantsAreNotTrainedAtAnAccountOfOne() {
    String both =
        OPEN.replace("'http://h/v1'", "'http://h/v1', tenant: acme, adapters: {base_model: m}");
    assertThat(String.join("", messages(read(both)))).contains("of one tenant with adapters");
  }

  @Test
  void aListOfTargetsIsAnAliasThatSaysNothingElse() {
    assertThat(read(OPEN + "aliases: {a: [p/m]}\n").orThrow().aliases())
        .isEqualTo(read(OPEN + "aliases: {a: {targets: [p/m]}}\n").orThrow().aliases());
  }

  @Test
  void nothingIsAskedNextWhereTheListIsEmpty() {
    Alias alias =
        read(OPEN + "aliases: {a: {targets: [p/m], fallback_on: []}}\n")
            .orThrow()
            .aliases()
            .get("a");

    assertThat(alias.fallbackOn()).isEmpty();
  }
}
