package dev.assay.config;

import dev.assay.config.prices.PriceTable;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problems;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of somebody who only exported an API key. */
final class EnvironmentStart {
  /** The aliases such a start offers, each leading to the model of the same name. */
  static final List<String> MODELS =
      List.of("gpt-5", "gpt-5-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4o", "gpt-4o-mini", "o4-mini");

  static final URI OPENAI = URI.create("https://api.openai.com/v1");

  private static final String PROVIDER = "openai";
  private static final int MOST_MODELS = 256;

  private EnvironmentStart() {}

  static Checked<AssayConfig> read(Map<String, String> env) {
    Problems problems = new Problems("environment");
    Map<String, Provider> providers = new LinkedHashMap<>();
    Map<String, Alias> aliases = new LinkedHashMap<>();
    provider(env, problems)
        .ifPresent(provider -> {
          providers.put(PROVIDER, provider);
          for (String model : models(env, problems)) {
            aliases.put(model, new Alias(model, List.of(new AliasTarget(PROVIDER, model))));
          }
        });
    AssayConfig config =
        new AssayConfig(
            AssayConfig.DEFAULT_DATA,
            AssayConfig.DEFAULT_CONTROL,
            providers,
            aliases,
            Storage.DEFAULT,
            PolicySettings.DEFAULT,
            DataPlaneLimits.DEFAULT,
            Seen.with(SeenSection.telemetry(env, problems)),
            PriceTable.shipped());
    ConfigRules.check(config, new Places(), problems);
    return problems.unlessAny(() -> config);
  }

  /** An address without a key is a server of somebody's own, which asks for none. */
  private static Optional<Provider> provider(Map<String, String> env, Problems problems) {
    Optional<String> key = variable(env, "OPENAI_API_KEY");
    if (key.isPresent()) {
      return key.map(it -> openai(it, baseUrl(env, problems), problems));
    }
    return variable(env, "OPENAI_BASE_URL")
        .map(given ->
            Provider.at(PROVIDER, Provider.Kind.OPENAI_COMPATIBLE, baseUrl(env, problems)));
  }

  private static Provider openai(String key, URI baseUrl, Problems problems) {
    if (!Placeholders.isCredential(key)) {
      problems.add(0, "OPENAI_API_KEY in a form no key has", "printable characters, no spaces");
    }
    return Provider.at(PROVIDER, Provider.Kind.OPENAI, baseUrl)
        .withApiKeys(List.of(new Provider.ApiKey(Secret.of(key), 1)));
  }

  private static URI baseUrl(Map<String, String> env, Problems problems) {
    Optional<String> url = variable(env, "OPENAI_BASE_URL");
    Optional<URI> parsed = url.flatMap(Urls::parse);
    if (url.isPresent() && parsed.isEmpty()) {
      problems.add(
          0,
          "OPENAI_BASE_URL that is no plain http or https URL",
          "a URL such as " + OPENAI + ", without user, password, query or fragment");
    }
    return parsed.orElse(OPENAI);
  }

  private static List<String> models(Map<String, String> env, Problems problems) {
    Optional<String> chosen = variable(env, "ASSAY_MODELS");
    if (chosen.isEmpty()) {
      return MODELS;
    }
    List<String> models =
        Arrays.stream(chosen.get().split(",", MOST_MODELS + 1)).map(String::strip).toList();
    boolean allowed = models.size() <= MOST_MODELS && models.stream().allMatch(Names.ALIAS::allows);
    if (!allowed) {
      problems.add(
          0,
          "ASSAY_MODELS with something that is no model name",
          "1 to " + MOST_MODELS + " names between commas, such as gpt-4o,gpt-4o-mini");
    }
    return models;
  }

  private static Optional<String> variable(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }
}
