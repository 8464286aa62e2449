package dev.assay.gateway.running;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Every model call there is, whole and as a stream, with what a provider answers by its API. */
public enum ModelCall {
  CHAT("chat", false),
  CHAT_STREAM("chat", true),
  RESPONSES("responses", false),
  RESPONSES_STREAM("responses", true),
  COMPLETIONS("completions", false),
  COMPLETIONS_STREAM("completions", true),
  EMBEDDINGS("embeddings", false),
  MESSAGES("messages", false),
  MESSAGES_STREAM("messages", true),
  COUNT_TOKENS("count_tokens", false);

  private final String api;
  private final boolean streams;

  ModelCall(String api, boolean streams) {
    this.api = api;
    this.streams = streams;
  }

  /** Its path, at clients and providers alike. */
  public String path() {
    return switch (api) {
      case "chat" -> "/v1/chat/completions";
      case "count_tokens" -> "/v1/messages/count_tokens";
      default -> "/v1/" + api;
    };
  }

  public boolean streams() {
    return streams;
  }

  /** Whether its errors are in Anthropic's shape. */
  public boolean isAnthropic() {
    return api.equals("messages") || api.equals("count_tokens");
  }

  /** A short request. */
  public String ask(String model) {
    String said =
        switch (api) {
          case "chat", "count_tokens" -> "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
          case "messages" ->
              "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
          case "completions" -> "\"prompt\":\"Hi\"";
          default -> "\"input\":\"Hi\"";
        };
    return "{\"model\":\"%s\",%s%s}".formatted(model, streams ? "\"stream\":true," : "", said);
  }

  /** What a provider answers when all is well. */
  public String answer() {
    return spec(api + (streams ? ".sse" : ".json"));
  }

  public String contentType() {
    return streams ? "text/event-stream" : "application/json";
  }

  /** What the last event of a stream holds that ended well. */
  public String ending() {
    return switch (api) {
      case "responses" -> "response.completed";
      case "messages" -> "message_stop";
      default -> "[DONE]";
    };
  }

  /** Makes the call as a client of its API does. */
  public RunningGateway.Answer send(URI gateway, String key, String body) throws Exception {
    URI where = gateway.resolve(path());
    return isAnthropic()
        ? RunningGateway.send(
            "POST", where, "", body, "x-api-key", key, "anthropic-version", "2023-06-01")
        : RunningGateway.send("POST", where, key, body);
  }

  /** An answer as its API's reference shows it. */
  static String spec(String name) {
    try (InputStream file = ModelCall.class.getResourceAsStream("spec/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
