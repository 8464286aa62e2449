package dev.assay.gateway.provider;

import dev.assay.config.Provider;
import dev.assay.config.Secret;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server that speaks OpenAI's API, or some of it: vLLM, SGLang, llama.cpp, Ollama, LoRAX, TGI,
 * OpenRouter. Which endpoints, its operator says.
 *
 * @param spoken what it serves itself; some serve Anthropic's as well
 */
record OpenAiCompatibleApi(Set<Endpoint> spoken) implements ProviderApi {
  private static final Set<Endpoint> USUAL =
      EnumSet.of(Endpoint.CHAT_COMPLETIONS, Endpoint.COMPLETIONS, Endpoint.EMBEDDINGS);

  OpenAiCompatibleApi {
    spoken = Set.copyOf(spoken);
  }

  static OpenAiCompatibleApi of(Provider.Api api) {
    return new OpenAiCompatibleApi(api.endpoints().isEmpty() ? USUAL : endpoints(api.endpoints()));
  }

  private static Set<Endpoint> endpoints(List<String> words) {
    return Arrays.stream(Endpoint.values())
        .filter(endpoint -> words.contains(endpoint.word()))
        .collect(Collectors.toSet());
  }

  @Override
  public boolean speaks(Endpoint endpoint) {
    return spoken.contains(endpoint);
  }

  /** The older name, which all of them know. */
  @Override
  public String answerLimit(Endpoint endpoint) {
    return endpoint == Endpoint.CHAT_COMPLETIONS ? "max_tokens" : endpoint.answerLimit();
  }

  @Override
  public void authorize(Secret key, MultiMap headers) {
    headers.set("authorization", "Bearer " + key.value());
  }

  @Override
  public void describe(ClientHeaders client, MultiMap headers) {}
}
