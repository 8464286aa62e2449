package dev.assay.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssayConfigTest {
  private static final String KEY = "sk-test-abcdefghijkl";
  private static final Map<String, String> ENV = Map.of("OPENAI_API_KEY", KEY);

  @Test
  void theShippedFileLoads() {
    AssayConfig config = AssayConfig.load(Path.of("assay.yaml"), ENV).orThrow();

    assertThat(config.data()).isEqualTo(Listener.loopback(4100));
    assertThat(config.control()).isEqualTo(Listener.loopback(4101));
    assertThat(config.aliases().get("gpt-4o"))
        .isEqualTo(new Alias("gpt-4o", List.of(new AliasTarget("openai", "gpt-4o"))));
    assertThat(config.limits()).isEqualTo(DataPlaneLimits.DEFAULT);
    assertThat(config.policy()).isEqualTo(PolicySettings.DEFAULT);
    assertThat(config.storage()).isEqualTo(Storage.DEFAULT);
    assertThat(config.providers().get("openai").apiKey()).contains(Secret.of(KEY));
  }

  @Test
  void whatTheShippedFileShowsCommentedOutIsAllowedToo() throws Exception {
    String shipped = Files.readString(Path.of("assay.yaml"));
    int from = shipped.indexOf("    # base_url");
    int to = shipped.indexOf("storage:\n");
    String uncommented =
        shipped.substring(from, to).replaceAll("(?m)^( +)# ( *)((- )?\\{?[a-z_-]+:|- )", "$1$2$3");
    Map<String, String> env =
        Map.of(
            "OPENAI_API_KEY",
            KEY,
            "ANTHROPIC_API_KEY",
            "ak",
            "LOCAL_KEY_A",
            "a",
            "LOCAL_KEY_B",
            "b");
    AssayConfig config =
        AssayConfig.read(
                "assay.yaml",
                bytes(shipped.substring(0, from) + uncommented + shipped.substring(to)),
                env)
            .orThrow();

    Provider provider = config.providers().get("local");
    assertThat(provider.adapters())
        .contains(new Provider.Adapters(true, Provider.AdapterRuntime.VLLM, "Qwen/Qwen3-8B"));
    assertThat(provider.region()).isEqualTo("eu");
    assertThat(provider.apiKeys())
        .containsExactly(
            new Provider.ApiKey(Secret.of("a"), 3), new Provider.ApiKey(Secret.of("b"), 1));
    assertThat(provider.api().headers()).containsEntry("x-team", Secret.of("search"));
    assertThat(config.providers().get("claude").api().version()).contains("2023-06-01");
    assertThat(config.aliases().get("gpt-4o-mini").targets())
        .containsExactly(
            new AliasTarget("openai", "gpt-4o-mini"), new AliasTarget("local", "Qwen/Qwen3-8B"));
    assertThat(config.aliases().get("fast"))
        .isEqualTo(
            new Alias(
                "fast",
                List.of(
                    new AliasTarget("openai", "gpt-4o-mini", 3),
                    new AliasTarget("local", "Qwen/Qwen3-8B")),
                Alias.Strategy.WEIGHTED,
                Alias.Affinity.EPISODE,
                Fault.USUAL,
                OptionalInt.of(2000)));
    assertThat(config.providers().get("openai"))
        .as("the defaults the file shows are the defaults")
        .isEqualTo(read(shipped).orThrow().providers().get("openai"));
  }

  @Test
  void anAlmostEmptyFileIsAllDefaults() {
    AssayConfig config = read("providers: {}\n").orThrow();

    assertThat(config).isEqualTo(AssayConfig.fromEnvironment(Map.of()).orThrow());
  }

  @Test
  void fiveMistakesAreFiveProblemsInTheirLines() {
    Checked<AssayConfig> checked =
        read(
            """
            data:
              host: 0.0.0.0
              port: 70000
            providers:
              openai:
                kind: openai
                api_key: sk-live-0123456789
            aliases:
              gpt-4o: [opnai/gpt-4o]
            storrage:
              data_dir: data
            """);

    assertThat(messages(checked))
        .containsExactly(
            "assay.yaml:2: found data on \"0.0.0.0\", off loopback, without TLS; expected tls with"
                + " certificate_file and key_file, or host: 127.0.0.1, or insecure: true when"
                + " something in front of it speaks TLS",
            "assay.yaml:3: found data.port \"70000\"; expected a whole number from 0 to 65535",
            "assay.yaml:7: found a literal value as providers.openai.api_key; expected ${env:NAME}"
                + " or ${file:PATH}, so that no key is in a file",
            "assay.yaml:9: found alias \"gpt-4o\" with the unknown provider \"opnai\"; expected"
                + " \"openai\" perhaps, or one of \"openai\"",
            "assay.yaml:10: found the unknown key \"storrage\"; expected \"storage\" perhaps, or"
                + " one of aliases, control, data, limits, metrics, policy, prices, providers,"
                + " shutdown, storage, telemetry");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "providers: {p: {kind: openai}}",
        "providers: {p: {kind: openai-compatible}}",
        "providers: {p: {base_url: 'http://h/v1'}}",
        "providers: {p: {kind: open, base_url: 'http://h/v1'}}",
        "providers: {p: {kind: openai-compatible, base_url: 'ftp://h/v1'}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://u:pa55@h/v1'}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h/v1?key=pa55'}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h:99999/v1'}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://localhost:4100/v1'}}",
        "providers: {P: {kind: openai-compatible, base_url: 'http://h/v1'}}",
        "providers: {p: {kind: openai-compatible, base_url: 'http://h', adapters: {trainer:"
            + " true}}}",
        "providers: [p]",
        "aliases: {a: [nobody/m]}",
        "aliases: {a: []}",
        "aliases: {a: [word]}",
        "aliases: {a: p/m}",
        "aliases: {'a b': []}",
        "data: {port: 4101}",
        "data: {port: -1}",
        "data: {tls: {certificate_file: /nonexistent, key_file: assay.yaml}}",
        "control: {host: example.org}",
        "control: {host: '::'}",
        "control: {host: 0.0.0.0, insecure: false}",
        "policy: {engine: server}",
        "policy: {engine: opa}",
        "policy: {server_url: 'http://opa.internal:8181'}",
        "policy: {timeout_millis: 0}",
        "limits: {max_request_bytes: 1}",
        "limits: {max_request_bytes: 4194304, journal_bytes: 8388608}",
        "limits: {max_request_bytes: 4194304, max_concurrent_bytes: 2097152}",
        "limits: {journal_slots: 1e3}",
        "storage: {data_dir: ''}",
        "storage: {data_dir: '${env:NOT_SET}'}",
        "storage: {data_dir: '${home}'}",
        "storage: {data_dir: '${file:/nonexistent}'}",
      })
  void refuses(String line) {
    String secret = "pa55";

    List<String> messages = messages(read("# what is wrong stands in line 2\n" + line + "\n"));
    assertThat(messages).isNotEmpty().allSatisfy(it -> assertThat(it).startsWith("assay.yaml:2:"));
    assertThat(messages.toString()).doesNotContain(secret);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true",
    "127.9.9.9,true",
    "localhost,true",
    "::1,true",
    "0.0.0.0,false",
    "10.0.0.1,false",
    "::,false",
    "localhost.example.org,false",
    "127.0.0.1.example.org,false"
  })
  void loopbackIsDecidedWithoutDns(String host, boolean loopback) {
    assertThat(new Listener(host, 0, Optional.empty(), false).isLoopback()).isEqualTo(loopback);
  }

  @Test
  void offLoopbackItTakesTlsOrTheOperatorsWord(@TempDir Path folder) throws Exception {
    Path pem = Files.writeString(folder.resolve("a.pem"), "-----BEGIN CERTIFICATE-----");

    assertThat(read("data: {host: 0.0.0.0, insecure: true}\n").orThrow().data().insecure())
        .isTrue();
    String files = "certificate_file: '" + pem + "', key_file: '" + pem + "'";
    assertThat(read("data: {host: 0.0.0.0, tls: {" + files + "}}").orThrow().data().tls())
        .contains(new Listener.Tls(pem, pem));
  }

  @Test
  void aSecretComesFromAFileToo(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");

    AssayConfig config = read(provider("${file:" + file + "}")).orThrow();

    assertThat(config.providers().get("p").apiKey()).contains(Secret.of(KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "line\nbreak", "ünïcode"})
  void aSecretThatNoHeaderCarriesIsRefusedUnseen(String key) {
    Checked<AssayConfig> checked =
        AssayConfig.read("assay.yaml", bytes(provider("${env:K}")), Map.of("K", key));

    assertThat(messages(checked)).hasSize(1);
    assertThat(messages(checked).getFirst()).doesNotContain(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'${env:OPENAI_API_KEY} '", "Bearer ${env:OPENAI_API_KEY}", "''", "${env:NONE}"})
  void aKeyIsOnePlaceholderAlone(String written) {
    assertThat(messages(read(provider(written)))).hasSize(1);
  }

  @Test
  void noSecretPrints() {
    AssayConfig config = AssayConfig.load(Path.of("assay.yaml"), ENV).orThrow();

    assertThat(config.toString()).doesNotContain(KEY).contains("[secret]");
  }

  @Test
  void otherValuesUseTheEnvironmentToo() {
    Map<String, String> env = Map.of("PORT", "9999", "HOST", "models.example.org");
    String text =
        """
        data:
          port: ${env:PORT}
        providers:
          p:
            kind: openai-compatible
            base_url: https://${env:HOST}/v1/
        """;
    AssayConfig config = AssayConfig.read("assay.yaml", bytes(text), env).orThrow();

    assertThat(config.data().port()).isEqualTo(9999);
    assertThat(config.providers().get("p").baseUrl())
        .isEqualTo(URI.create("https://models.example.org/v1"));
  }

  @Test
  void aWrongValueFromTheEnvironmentIsShownAsItIsWritten() {
    Checked<AssayConfig> checked =
        AssayConfig.read("assay.yaml", bytes("data: {port: '${env:PORT}'}"), Map.of("PORT", "abc"));

    assertThat(messages(checked).getFirst()).contains("\"${env:PORT}\"").doesNotContain("abc");
  }

  @Test
  void anAliasToAMistypedProviderIsNotASecondProblem() {
    Checked<AssayConfig> checked = read("providers: {p: 1}\naliases: {a: [p/m]}\n");

    assertThat(messages(checked)).hasSize(1);
  }

  static String provider(String key) {
    return """
    providers:
      p:
        kind: openai-compatible
        base_url: http://127.0.0.1:8000/v1
        api_key: %s
    """
        .formatted(key);
  }

  static Checked<AssayConfig> read(String text) {
    return AssayConfig.read("assay.yaml", bytes(text), ENV);
  }

  static List<String> messages(Checked<AssayConfig> checked) {
    return switch (checked) {
      case Checked.Valid<AssayConfig> valid -> List.of();
      case Checked.Invalid<AssayConfig> invalid ->
          invalid.problems().stream().map(Problem::message).toList();
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
