package dev.assay.config;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody who answers model calls.
 *
 * @param baseUrl up to and with the version, such as {@code https://api.openai.com/v1}, without a
 *     slash at its end
 * @param apiKey sent as a bearer token; a provider of kind {@code openai} always has one
 * @param region where it computes, for residency rules; {@code any} when nobody said
 * @param adapters present when learned adapters can be trained and served here
 */
public record Provider(
    String name,
    Kind kind,
    URI baseUrl,
    Optional<Secret> apiKey,
    String region,
    Timeouts timeouts,
    int maxConnections,
    Optional<Adapters> adapters) {

  /** The region of a provider that names none. */
  public static final String ANY_REGION = "any";

  /** Connections to a provider that says nothing about them. */
  public static final int DEFAULT_MAX_CONNECTIONS = 256;

  /** Which API it speaks. */
  public enum Kind {
    OPENAI,
    OPENAI_COMPATIBLE;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * How long to wait for what.
   *
   * @param firstByteMillis from the request's last byte to the answer's first
   * @param idleMillis between two bytes of an answer
   * @param totalMillis for the whole exchange
   */
  public record Timeouts(int connectMillis, int firstByteMillis, int idleMillis, int totalMillis) {
    /** For a provider that says nothing about them: patient with slow models, not with networks. */
    public static final Timeouts DEFAULT = new Timeouts(2_000, 60_000, 60_000, 600_000);
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
