package dev.assay.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentStartTest {
  private static final String KEY = "sk-test-abcdefghijkl";

  @Test
  void aKeyAloneIsEnough() {
    AssayConfig config = AssayConfig.fromEnvironment(Map.of("OPENAI_API_KEY", KEY)).orThrow();

    Provider openai = config.providers().get("openai");
    assertThat(openai.baseUrl()).isEqualTo(URI.create("https://api.openai.com/v1"));
    assertThat(openai.apiKey()).contains(Secret.of(KEY));
    assertThat(config.aliases())
        .containsOnlyKeys(
            "gpt-5", "gpt-5-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4o", "gpt-4o-mini", "o4-mini");
    assertThat(config.toString()).doesNotContain(KEY);
  }

  @Test
  void addressAndModelsCanBeChosen() {
    AssayConfig config =
        AssayConfig.fromEnvironment(
                Map.of(
                    "OPENAI_API_KEY", KEY,
                    "OPENAI_BASE_URL", "http://127.0.0.1:8000/v1/",
                    "ASSAY_MODELS", "llama, org/model"))
            .orThrow();

    assertThat(config.providers().get("openai").baseUrl())
        .isEqualTo(URI.create("http://127.0.0.1:8000/v1"));
    assertThat(config.aliases().get("org/model").targets())
        .containsExactly(new AliasTarget("openai", "org/model"));
    assertThat(config.aliases()).hasSize(2);
  }

  @Test
  void withoutAKeyThereAreNoProviders() {
    AssayConfig config = AssayConfig.fromEnvironment(Map.of("OPENAI_API_KEY", " ")).orThrow();

    assertThat(config.providers()).isEmpty();
    assertThat(config.aliases()).isEmpty();
  }

  @Test
  void anAddressWithoutAKeyIsAServerThatAsksForNone() {
    AssayConfig config =
        AssayConfig.fromEnvironment(Map.of("OPENAI_BASE_URL", "http://127.0.0.1:8000/v1"))
            .orThrow();

    Provider openai = config.providers().get("openai");
    assertThat(openai.kind()).isEqualTo(Provider.Kind.OPENAI_COMPATIBLE);
    assertThat(openai.apiKeys()).isEmpty();
    assertThat(config.aliases()).containsKey("gpt-4o");
  }

  @Test
  void everyMistakeIsReportedWithoutTheValues() {
    Checked<AssayConfig> checked =
        AssayConfig.fromEnvironment(
            Map.of(
                "OPENAI_API_KEY", "two words",
                "OPENAI_BASE_URL", "http://me:pa55@host/v1",
                "ASSAY_MODELS", "a,,b"));

    assertThat(AssayConfigTest.messages(checked))
        .hasSize(3)
        .allSatisfy(it -> assertThat(it).startsWith("environment: found "))
        .noneSatisfy(it -> assertThat(it).containsAnyOf("pa55", "two words"));
  }

  @Test
  void theGatewaysOwnAddressIsNoProvider() {
    Checked<AssayConfig> checked =
        AssayConfig.fromEnvironment(
            Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", "http://127.0.0.1:4100/v1"));

    assertThat(AssayConfigTest.messages(checked).getFirst()).contains("the gateway's own address");
  }

  @Test
  void moreCanBeAddedAndIsCheckedAgain() {
    AssayConfig config =
        AssayConfig.fromEnvironment(Map.of())
            .then(it -> it.withProvider(sandbox()))
            .then(it -> it.withAlias(alias("sandbox")))
            .then(it -> it.withListeners(it.data().withPort(0), it.control().withPort(0)))
            .then(it -> it.withDataDir(Path.of("elsewhere")))
            .then(it -> it.withPolicyFolder(Path.of("tenants")))
            .orThrow();

    assertThat(config.aliases().get("sandbox")).isEqualTo(alias("sandbox"));
    assertThat(config.data()).isEqualTo(Listener.loopback(0));
    assertThat(config.storage().dataDir()).isEqualTo(Path.of("elsewhere"));
    assertThat(config.policy().folder()).isEqualTo(Path.of("tenants"));
  }

  @Test
  void whatIsAddedMustFit() {
    AssayConfig config =
        AssayConfig.fromEnvironment(Map.of()).then(it -> it.withProvider(sandbox())).orThrow();

    assertThat(AssayConfigTest.messages(config.withProvider(sandbox()))).hasSize(1);
    assertThat(AssayConfigTest.messages(config.withAlias(alias("nobody")))).hasSize(1);
    assertThat(AssayConfigTest.messages(config.withAlias(new Alias("a", List.of())))).hasSize(1);
    Listener everywhere = new Listener("0.0.0.0", 70_000, Optional.empty(), false);
    assertThat(AssayConfigTest.messages(config.withListeners(everywhere, config.control())))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).startsWith("options: found data "));
  }

  private static Alias alias(String provider) {
    return new Alias("sandbox", List.of(new AliasTarget(provider, "sandbox-minilm")));
  }

  private static Provider sandbox() {
    return Provider.at(
            "sandbox", Provider.Kind.OPENAI_COMPATIBLE, URI.create("http://127.0.0.1:9/v1"))
        .withAdapters(new Provider.Adapters(true, Provider.AdapterRuntime.VLLM, "sandbox-minilm"));
  }
}
