package dev.assay.gateway.provider;

import dev.assay.config.Provider;
import dev.assay.config.Secret;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Outbound;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/** Writes governed requests as one provider takes them. Client and provider meet here alone. */
public final class Wires {
  private final String name;
  private final String basePath;
  private final ProviderApi api;
  private final Map<String, Secret> extra;
  private final Interpreter interpreter;

  /**
   * Those of a provider.
   *
   * @param interpreter for clients that ask at an endpoint the provider doesn't speak
   */
  public Wires(Provider provider, Interpreter interpreter) {
    this.name = provider.name();
    this.basePath = provider.baseUrl().getRawPath();
    this.api = ProviderApi.of(provider);
    this.extra = provider.api().headers();
    this.interpreter = interpreter;
  }

  /**
   * Whether requests to this endpoint can be written for the provider, as they are or translated.
   */
  public boolean serves(Endpoint asked) {
    return spoken(asked).isPresent();
  }

  /** Whether the provider serves this endpoint itself. */
  public boolean speaks(Endpoint endpoint) {
    return api.speaks(endpoint);
  }

  /**
   * The request as it goes out.
   *
   * @param key with which the provider is asked; empty where it wants none
   * @throws Unsendable when the provider's API can't say it
   */
  public Wire wire(Outbound outbound, Optional<Secret> key, ClientHeaders client) {
    Endpoint asked = outbound.endpoint();
    Endpoint spoken =
        spoken(asked)
            .orElseThrow(() ->
                new Unsendable(
                    "Provider '"
                        + name
                        + "' does not serve "
                        + asked.word()
                        + ": ask for a model whose provider does.",
                    null));
    Optional<Interpretation> interpreted =
        asked == spoken ? Optional.empty() : Optional.of(interpreter.interpret(outbound, spoken));
    return new Wire(
        asked,
        spoken,
        basePath + spoken.path(),
        headers(outbound, key, client),
        interpreted.map(Interpretation::body).orElseGet(outbound::body),
        interpreted);
  }

  private Optional<Endpoint> spoken(Endpoint asked) {
    return api.speaks(asked) ? Optional.of(asked) : interpreter.choose(asked, api::speaks);
  }

  private MultiMap headers(Outbound outbound, Optional<Secret> key, ClientHeaders client) {
    MultiMap headers = HttpHeaders.headers();
    extra.forEach((header, value) -> headers.set(header, value.value()));
    headers.set("content-type", "application/json");
    headers.set("accept", outbound.stream() ? "text/event-stream" : "application/json");
    // Compressed chunks would have to be unpacked to be counted, and packed again.
    headers.set("accept-encoding", "identity");
    key.ifPresent(secret -> api.authorize(secret, headers));
    api.describe(client, headers);
    return headers;
  }
}
