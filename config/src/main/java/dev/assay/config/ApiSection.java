package dev.assay.config;

import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a provider's keys and what is peculiar to its API. */
final class ApiSection {
  private static final int MAX_KEYS = 64;
  private static final int MAX_WEIGHT = 1_000;
  private static final int MAX_HEADERS = 32;

  /** The model calls whose bodies the gateway reads. */
  static final List<String> ENDPOINTS =
      List.of(
          "chat.completions",
          "responses",
          "completions",
          "embeddings",
          "messages",
          "messages.count_tokens");

  private static final Map<String, String> ENDPOINT_WORDS =
      ENDPOINTS.stream()
          .collect(Collectors.toMap(it -> it, it -> it, (a, b) -> a, LinkedHashMap::new));

  private static final TextRule VERSION =
      TextRule.matching("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a version of Anthropic's API, 2023-06-01");

  /** Framing, and what the gateway itself says: a second value would contradict it. */
  private static final Set<String> TAKEN =
      Set.of(
          "accept",
          "accept-encoding",
          "anthropic-version",
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-api-key");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
  private static final TextRule HEADER =
      new TextRule(
          "a header's name of 1 to 64 letters, digits and -, but none of "
              + TAKEN.stream().sorted().collect(Collectors.joining(", ")),
          name -> NAME.matcher(name).matches() && !TAKEN.contains(name.toLowerCase(Locale.ROOT)));
  private static final TextRule HEADER_VALUE =
      TextRule.matching("[\\x20-\\x7e]{1,8192}", "1 to 8192 printable characters");

  private ApiSection() {}

  /** {@code api_key}, or {@code api_keys} with their weights. */
  static List<Provider.ApiKey> keys(Fields fields) {
    Optional<Value> one = fields.value("api_key");
    Optional<Value> several = fields.value("api_keys");
    if (one.isPresent() && several.isPresent()) {
      several.get().refuse(several.get().name() + " beside api_key", "one of api_key and api_keys");
    }
    List<Provider.ApiKey> keys = new ArrayList<>();
    one.ifPresent(value -> keys.add(new Provider.ApiKey(Placeholders.secret(value), 1)));
    several.ifPresent(value ->
        keys.addAll(value.list(1, MAX_KEYS, item -> item.fields(ApiSection::key).flatMap(k -> k))));
    return keys;
  }

  private static Optional<Provider.ApiKey> key(Fields fields) {
    int weight = fields.integer("weight", 1, 1, MAX_WEIGHT);
    return fields
        .required("key", "${env:NAME} or ${file:PATH}")
        .map(value -> new Provider.ApiKey(Placeholders.secret(value), weight));
  }

  static Provider.Api read(Fields fields) {
    return new Provider.Api(
        fields
            .value("endpoints")
            .map(value -> value.list(1, ENDPOINTS.size(), item -> item.word(ENDPOINT_WORDS)))
            .orElse(List.of()),
        fields.value("anthropic_version").flatMap(value -> value.text(VERSION)),
        fields
            .value("headers")
            .map(value -> value.named(MAX_HEADERS, HEADER, ApiSection::header))
            .orElse(Map.of()),
        fields.flag("pass_through", false));
  }

  private static Optional<Secret> header(String name, Value value) {
    return Provider.Api.isCredential(name)
        ? Optional.of(Placeholders.secret(value))
        : value.text(HEADER_VALUE).map(Secret::of);
  }
}
