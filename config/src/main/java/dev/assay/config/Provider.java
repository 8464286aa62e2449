package dev.assay.config;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody who answers model calls.
 *
 * @param baseUrl up to and with the version, such as {@code https://api.openai.com/v1}, without a
 *     slash at its end
 * @param apiKeys one of them goes with each request; never empty for {@code openai} and {@code
 *     anthropic}
 * @param region where it computes, for residency rules; {@code any} when nobody said
 * @param tenant whose account it is alone; empty for one that all tenants share
 * @param adapters present when learned adapters can be trained and served here
 */
public record Provider(
    String name,
    Kind kind,
    URI baseUrl,
    List<ApiKey> apiKeys,
    String region,
    Optional<String> tenant,
    Api api,
    Timeouts timeouts,
    Retries retries,
    int maxConnections,
    Optional<Adapters> adapters) {

  /** The region of a provider that names none. */
  public static final String ANY_REGION = "any";

  /** Connections to a provider that says nothing about them. */
  public static final int DEFAULT_MAX_CONNECTIONS = 256;

  public Provider {
    apiKeys = List.copyOf(apiKeys);
  }

  /** A provider that says nothing else. */
  public static Provider at(String name, Kind kind, URI baseUrl) {
    return new Provider(
        name,
        kind,
        baseUrl,
        List.of(),
        ANY_REGION,
        Optional.empty(),
        Api.DEFAULT,
        Timeouts.DEFAULT,
        Retries.DEFAULT,
        DEFAULT_MAX_CONNECTIONS,
        Optional.empty());
  }

  /** The same with these keys. */
  public Provider withApiKeys(List<ApiKey> keys) {
    return new Provider(
        name,
        kind,
        baseUrl,
        keys,
        region,
        tenant,
        api,
        timeouts,
        retries,
        maxConnections,
        adapters);
  }

  /** The same with other peculiarities of its API. */
  public Provider withApi(Api other) {
    return new Provider(
        name,
        kind,
        baseUrl,
        apiKeys,
        region,
        tenant,
        other,
        timeouts,
        retries,
        maxConnections,
        adapters);
  }

  /** The same with other deadlines. */
  public Provider withTimeouts(Timeouts other) {
    return new Provider(
        name,
        kind,
        baseUrl,
        apiKeys,
        region,
        tenant,
        api,
        other,
        retries,
        maxConnections,
        adapters);
  }

  /** The same, training and serving adapters. */
  public Provider withAdapters(Adapters its) {
    return new Provider(
        name,
        kind,
        baseUrl,
        apiKeys,
        region,
        tenant,
        api,
        timeouts,
        retries,
        maxConnections,
        Optional.of(its));
  }

  /** The first of its keys, for calls that are no model calls. */
  public Optional<Secret> apiKey() {
    return apiKeys.stream().map(ApiKey::secret).findFirst();
  }

  /** Which API it speaks. */
  public enum Kind {
    OPENAI,
    OPENAI_COMPATIBLE,
    ANTHROPIC;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A key that the provider gave out.
   *
   * @param weight its share of the requests beside the provider's other keys
   */
  public record ApiKey(Secret secret, int weight) {}

  /**
   * What is peculiar to its API.
   *
   * @param endpoints what it speaks, by words such as {@code chat.completions}; empty for what its
   *     kind speaks
   * @param version {@code anthropic-version} where the client names none
   * @param headers sent with every request; their values may be secrets
   * @param passThrough whether the rest of its API may be reached, by tenants whose policy says so
   */
  public record Api(
      List<String> endpoints,
      Optional<String> version,
      Map<String, Secret> headers,
      boolean passThrough) {
    /** Nothing peculiar. */
    public static final Api DEFAULT = new Api(List.of(), Optional.empty(), Map.of(), false);

    private static final Pattern CREDENTIAL =
        Pattern.compile(".*(key|token|auth|secret|cookie|password).*", Pattern.CASE_INSENSITIVE);

    public Api {
      endpoints = List.copyOf(endpoints);
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Whether a header so named carries a credential. */
    static boolean isCredential(String header) {
      return CREDENTIAL.matcher(header).matches();
    }

    /** The values of those headers that carry credentials. */
    public List<Secret> credentials() {
      return headers.entrySet().stream()
          .filter(header -> isCredential(header.getKey()))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  /**
   * How long to wait for what.
   *
   * @param firstByteMillis from the request's last byte to the answer's first
   * @param idleMillis between two bytes of an answer
   * @param totalMillis for one request and its answer
   */
  public record Timeouts(int connectMillis, int firstByteMillis, int idleMillis, int totalMillis) {
    /** For a provider that says nothing about them: patient with slow models, not with networks. */
    public static final Timeouts DEFAULT = new Timeouts(2_000, 60_000, 60_000, 600_000);
  }

  /**
   * How many requests beyond one an exchange it may be sent.
   *
   * @param share of its requests, 0 to 1
   * @param floorPerSecond what a provider with little traffic may be sent besides
   */
  public record Retries(double share, int floorPerSecond) {
    /** For a provider that says nothing about them. */
    public static final Retries DEFAULT = new Retries(0.1, 1);
  }

  /**
   * What the provider can do with adapters: training through OpenAI's {@code /v1/files} and {@code
   * /v1/fine_tuning/jobs}, loading through the runtime's own calls.
   *
   * @param trainer whether it trains them too
   * @param baseModel the frozen model they are trained for
   */
  public record Adapters(boolean trainer, AdapterRuntime runtime, String baseModel) {}

  /** By which calls adapters are loaded. */
  public enum AdapterRuntime {
    /** {@code /v1/load_lora_adapter} and {@code /v1/unload_lora_adapter}. */
    VLLM;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
