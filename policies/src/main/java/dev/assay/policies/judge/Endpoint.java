package dev.assay.policies.judge;

import com.fasterxml.jackson.annotation.JsonValue;

/** The model calls whose bodies are read, each with the API that it belongs to. */
public enum Endpoint {
  CHAT_COMPLETIONS("chat.completions", "/chat/completions"),
  RESPONSES("responses", "/responses"),
  COMPLETIONS("completions", "/completions"),
  EMBEDDINGS("embeddings", "/embeddings"),
  MESSAGES("messages", "/messages"),
  COUNT_TOKENS("messages.count_tokens", "/messages/count_tokens");

  private final String word;
  private final String path;

  Endpoint(String word, String path) {
    this.word = word;
    this.path = path;
  }

  /** Its name in facts, policies, journal and metrics. */
  @JsonValue
  public String word() {
    return word;
  }

  /** Its path after the version, at clients and providers alike. */
  public String path() {
    return path;
  }

  /** The field that limits an answer's tokens; empty where none does. */
  public String answerLimit() {
    return switch (this) {
      case CHAT_COMPLETIONS -> "max_completion_tokens";
      case RESPONSES -> "max_output_tokens";
      case COMPLETIONS, MESSAGES -> "max_tokens";
      case EMBEDDINGS, COUNT_TOKENS -> "";
    };
  }

  /** Whether a model says something in answer, which people may then judge. */
  public boolean answersInWords() {
    return this != EMBEDDINGS && this != COUNT_TOKENS;
  }

  /** Whether it is one of Anthropic's, whose errors and headers differ from OpenAI's. */
  public boolean isAnthropic() {
    return this == MESSAGES || this == COUNT_TOKENS;
  }
}
