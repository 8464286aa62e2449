package dev.assay.gateway.provider;

import dev.assay.config.Provider;
import dev.assay.config.Secret;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.MultiMap;

/** The API of one provider: what it speaks, and how it is told who asks. One class per kind. */
public sealed interface ProviderApi permits OpenAiApi, OpenAiCompatibleApi, AnthropicApi {
  /** Whether it serves this endpoint itself, without translation. */
  boolean speaks(Endpoint endpoint);

  /** Says who asks. */
  void authorize(Secret key, MultiMap headers);

  /** Adds what this API wants said besides, and what it may hear of the client. */
  void describe(ClientHeaders client, MultiMap headers);

  /** How it calls a limit of the tokens of an answer; empty where there is none. */
  default String answerLimit(Endpoint endpoint) {
    return endpoint.answerLimit();
  }

  /** The API of a provider. */
  static ProviderApi of(Provider provider) {
    return switch (provider.kind()) {
      case OPENAI -> new OpenAiApi();
      case OPENAI_COMPATIBLE -> OpenAiCompatibleApi.of(provider.api());
      case ANTHROPIC -> AnthropicApi.of(provider.api());
    };
  }
}
