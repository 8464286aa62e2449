package dev.assay.config;

import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the providers of {@code assay.yaml}. */
final class ProviderSection {
  private static final int MAX_PROVIDERS = 64;
  private static final int MAX_CONNECTIONS = 65_536;
  private static final int LONGEST_MILLIS = 3_600_000;
  private static final int MOST_RETRIES_A_SECOND = 1_000;
  private static final URI ANTHROPIC = URI.create("https://api.anthropic.com/v1");

  private static final Map<String, Provider.Kind> KINDS =
      Words.of(List.of(Provider.Kind.values()), Provider.Kind::word);

  private static final Map<String, Provider.AdapterRuntime> RUNTIMES =
      Words.of(List.of(Provider.AdapterRuntime.values()), Provider.AdapterRuntime::word);

  private ProviderSection() {}

  static Map<String, Provider> read(Value value, Places places) {
    return value.named(
        MAX_PROVIDERS,
        Names.PROVIDER,
        (name, it) -> {
          places.put("providers." + name, it.line());
          return it.fields(fields -> provider(name, fields)).or(() -> Optional.of(refused(name)));
        });
  }

  private static Provider provider(String name, Fields fields) {
    Optional<Provider.Kind> kind =
        fields
            .required("kind", "openai, openai-compatible or anthropic")
            .flatMap(value -> value.word(KINDS));
    return new Provider(
        name,
        kind.orElse(Provider.Kind.OPENAI_COMPATIBLE),
        baseUrl(fields, kind),
        ApiSection.keys(fields),
        fields.text("region", Provider.ANY_REGION, Names.REGION),
        fields.value("tenant").flatMap(value -> value.text(Names.TENANT)),
        ApiSection.read(fields),
        timeouts(fields),
        retries(fields),
        fields.integer("max_connections", Provider.DEFAULT_MAX_CONNECTIONS, 1, MAX_CONNECTIONS),
        fields.value("adapters").flatMap(value -> value.fields(ProviderSection::adapters)));
  }

  /** OpenAI's address is known; with an unknown kind nobody can say whether one is missing. */
  private static URI baseUrl(Fields fields, Optional<Provider.Kind> kind) {
    boolean needed = kind.equals(Optional.of(Provider.Kind.OPENAI_COMPATIBLE));
    Optional<Value> value =
        needed
            ? fields.required("base_url", "a URL such as http://127.0.0.1:8000/v1")
            : fields.value("base_url");
    URI known =
        kind.equals(Optional.of(Provider.Kind.ANTHROPIC)) ? ANTHROPIC : EnvironmentStart.OPENAI;
    return value
        .map(it -> Urls.read(it).orElse(ConfigFile.REFUSED_URL))
        .orElse(needed ? ConfigFile.REFUSED_URL : known);
  }

  private static Provider.Timeouts timeouts(Fields fields) {
    Provider.Timeouts standard = Provider.Timeouts.DEFAULT;
    return new Provider.Timeouts(
        fields.integer("connect_timeout_millis", standard.connectMillis(), 1, LONGEST_MILLIS),
        fields.integer("first_byte_timeout_millis", standard.firstByteMillis(), 1, LONGEST_MILLIS),
        fields.integer("idle_timeout_millis", standard.idleMillis(), 1, LONGEST_MILLIS),
        fields.integer("total_timeout_millis", standard.totalMillis(), 1, LONGEST_MILLIS));
  }

  private static Provider.Retries retries(Fields fields) {
    Provider.Retries standard = Provider.Retries.DEFAULT;
    return new Provider.Retries(
        fields.share("retry_share", standard.share()),
        fields.integer(
            "retry_floor_per_second", standard.floorPerSecond(), 0, MOST_RETRIES_A_SECOND));
  }

  private static Provider.Adapters adapters(Fields fields) {
    return new Provider.Adapters(
        fields.flag("trainer", false),
        fields.word("runtime", Provider.AdapterRuntime.VLLM, RUNTIMES),
        fields
            .required("base_model", "the name of the frozen model")
            .flatMap(value -> value.text(Names.MODEL))
            .orElse(""));
  }

  /** Keeps the name known, so that aliases to a mistyped provider are not reported as well. */
  private static Provider refused(String name) {
    return Provider.at(name, Provider.Kind.OPENAI_COMPATIBLE, ConfigFile.REFUSED_URL);
  }
}
