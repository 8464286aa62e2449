package dev.assay.gateway.provider;

import dev.assay.config.Provider;
import dev.assay.config.Secret;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.MultiMap;

/**
 * Anthropic itself.
 *
 * @param version {@code anthropic-version} where the client names none
 */
record AnthropicApi(String version) implements ProviderApi {
  private static final String USUAL_VERSION = "2023-06-01";

  static AnthropicApi of(Provider.Api api) {
    return new AnthropicApi(api.version().orElse(USUAL_VERSION));
  }

  @Override
  public boolean speaks(Endpoint endpoint) {
    return endpoint.isAnthropic();
  }

  @Override
  public void authorize(Secret key, MultiMap headers) {
    headers.set("x-api-key", key.value());
  }

  @Override
  public void describe(ClientHeaders client, MultiMap headers) {
    headers.set("anthropic-version", client.anthropicVersion().orElse(version));
    client.anthropicBeta().ifPresent(beta -> headers.set("anthropic-beta", beta));
  }
}
