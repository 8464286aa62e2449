package dev.assay.gateway.sse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/**
 * Reads a chat answer as it passes: the first choice's text, the usage the provider counted, and
 * whether a stream ended as it should. What it cannot read it leaves alone; it is not a judge.
 */
public final class ChatTally {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_TEXT_CHARS = 1024 * 1024;

  private final StringBuilder text = new StringBuilder();
  private int promptTokens;
  private int completionTokens;
  private int deltas;
  private boolean done;
  private OptionalDouble margin = OptionalDouble.empty();

  /**
   * Reads a whole JSON answer.
   *
   * @return whether it is a JSON object
   */
  public boolean wholeAnswer(Buffer body) {
    try {
      JsonNode answer = JSON.readTree(body.getBytes());
      JsonNode choice = answer.path("choices").path(0);
      append(choice.path("message").path("content"));
      margin = AnswerMargin.of(choice);
      usage(answer.path("usage"));
      return answer.isObject();
    } catch (java.io.IOException unreadable) {
      return false;
    }
  }

  /** Reads whole events, as {@link EventSplitter} gives them. */
  public void events(Buffer whole) {
    whole.toString(StandardCharsets.UTF_8).lines().forEach(this::line);
  }

  private void line(String line) {
    if (!line.startsWith("data:")) {
      return;
    }
    String data = line.substring("data:".length()).strip();
    if (data.equals("[DONE]")) {
      done = true;
      return;
    }
    try {
      JsonNode chunk = JSON.readTree(data);
      JsonNode content = chunk.path("choices").path(0).path("delta").path("content");
      if (content.isTextual() && !content.textValue().isEmpty()) {
        deltas++;
      }
      append(content);
      usage(chunk.path("usage"));
    } catch (JsonProcessingException unreadable) {
      // Not ours to mend: the client gets the same bytes.
      return;
    }
  }

  private void append(JsonNode content) {
    if (content.isTextual() && text.length() < MAX_TEXT_CHARS) {
      text.append(content.textValue());
    }
  }

  private void usage(JsonNode usage) {
    if (usage.isObject()) {
      promptTokens = Math.max(0, usage.path("prompt_tokens").asInt(0));
      completionTokens = Math.max(0, usage.path("completion_tokens").asInt(0));
    }
  }

  /** The first choice's text so far. */
  public String text() {
    return text.toString();
  }

  /** How sure the model was of a whole answer, in nats, where its {@code logprobs} tell. */
  public OptionalDouble margin() {
    return margin;
  }

  /** Tokens of the prompt as the provider counted them; 0 when it did not say. */
  public int promptTokens() {
    return promptTokens;
  }

  /** Tokens of the answer: the provider's count, else one for each delta seen. */
  public int completionTokens() {
    return completionTokens > 0 ? completionTokens : deltas;
  }

  /** Whether the stream's final event was seen. */
  public boolean done() {
    return done;
  }
}
