package dev.assay.gateway.provider;

import dev.assay.config.Secret;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.MultiMap;
import java.util.EnumSet;
import java.util.Set;

/**
 * OpenAI itself. A client's {@code openai-organization} and {@code openai-project} name accounts of
 * its own, not of the key that is used here, and go no further.
 */
record OpenAiApi() implements ProviderApi {
  private static final Set<Endpoint> SPOKEN =
      EnumSet.of(
          Endpoint.CHAT_COMPLETIONS, Endpoint.RESPONSES, Endpoint.COMPLETIONS, Endpoint.EMBEDDINGS);

  @Override
  public boolean speaks(Endpoint endpoint) {
    return SPOKEN.contains(endpoint);
  }

  @Override
  public void authorize(Secret key, MultiMap headers) {
    headers.set("authorization", "Bearer " + key.value());
  }

  @Override
  public void describe(ClientHeaders client, MultiMap headers) {}
}
