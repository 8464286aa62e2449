package dev.assay.gateway.clients;

/**
 * What may stand behind the gateway: every client is tried with each. A kind whose API is not its
 * client's answers by way of a translation.
 */
enum ProviderKind {
  OPENAI_COMPATIBLE(
      "openai-compatible",
      """
          endpoints: [chat.completions, responses, completions, embeddings, messages, messages.count_tokens]
      """);

  private final String word;
  private final String more;

  ProviderKind(String word, String more) {
    this.word = word;
    this.more = more;
  }

  /** Before the name of each alias by which this client reaches a provider of this kind. */
  String prefix(String client) {
    return word + "-" + client + "-";
  }

  /** Whether it has what only OpenAI's API has: completions and embeddings. */
  boolean isOpenAi() {
    return this == OPENAI_COMPATIBLE;
  }

  /** A provider of this kind, of this name, as an operator writes it. */
  String yaml(int port) {
    return """
      %s:
        kind: %s
        base_url: http://127.0.0.1:%d/v1
        api_key: ${env:UPSTREAM_KEY}
    """
            .formatted(word, word, port)
        + more;
  }

  /** An alias at it, with a model of its own: what one client is refused rests for no other. */
  String alias(String client, String model) {
    return "  %s%s: [%s/%s-%s]\n".formatted(prefix(client), model, word, client, model);
  }
}
