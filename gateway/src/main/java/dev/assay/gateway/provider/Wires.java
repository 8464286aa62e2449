package dev.assay.gateway.provider;

import dev.assay.config.Provider;
import dev.assay.config.Secret;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.judge.ParsedBody;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes governed requests as one provider takes them. Client and provider meet here alone. */
public final class Wires {
  private final String name;
  private final String basePath;
  private final ProviderApi api;
  private final Map<String, Secret> extra;
  private final List<Secret> secrets;
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
    this.secrets = provider.api().credentials();
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
    return switch (outbound.asked()) {
      case ParsedBody call -> wire(outbound, call.endpoint(), key, client);
      case OpaqueBody unread -> wire(outbound, unread, key, client);
    };
  }

  private Wire wire(Outbound outbound, Endpoint asked, Optional<Secret> key, ClientHeaders client) {
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
    MultiMap headers = headers(key, client);
    headers.set("content-type", "application/json");
    headers.set("accept", outbound.stream() ? "text/event-stream" : "application/json");
    return new Wire(
        "POST",
        basePath + spoken.path() + (asked == spoken && client.betaQuery() ? "?beta=true" : ""),
        headers,
        credentials(key),
        interpreted
            .map(Interpretation::body)
            .orElseGet(() -> outbound.limitedBody(api.answerLimit(spoken), Long.MAX_VALUE)),
        false,
        interpreted);
  }

  private Wire wire(
      Outbound outbound, OpaqueBody unread, Optional<Secret> key, ClientHeaders client) {
    MultiMap headers = headers(key, client);
    unread.contentType().ifPresent(type -> headers.set("content-type", type));
    client.openaiBeta().ifPresent(beta -> headers.set("openai-beta", beta));
    headers.set("accept", "*/*");
    return new Wire(
        unread.method(),
        basePath + unread.path() + unread.query(),
        headers,
        credentials(key),
        outbound.body(),
        unread.streamsBy(),
        Optional.empty());
  }

  private List<String> credentials(Optional<Secret> key) {
    return Stream.concat(key.stream(), secrets.stream()).map(Secret::value).toList();
  }

  private Optional<Endpoint> spoken(Endpoint asked) {
    return api.speaks(asked) ? Optional.of(asked) : interpreter.choose(asked, api::speaks);
  }

  private MultiMap headers(Optional<Secret> key, ClientHeaders client) {
    MultiMap headers = HttpHeaders.headers();
    extra.forEach((header, value) -> headers.set(header, value.value()));
    // Compressed chunks would have to be unpacked to be counted, and packed again.
    headers.set("accept-encoding", "identity");
    key.ifPresent(secret -> api.authorize(secret, headers));
    api.describe(client, headers);
    return headers;
  }
}
