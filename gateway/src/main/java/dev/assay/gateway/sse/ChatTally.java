package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.tokens.Words;
import java.util.OptionalDouble;

/** Answers of chat completions, and of completions, which differ in where the text stands. */
final class ChatTally extends AnswerTally {
  private final boolean hidesUsage;
  private OptionalDouble margin = OptionalDouble.empty();

  /**
   * A reader of one answer.
   *
   * @param hidesUsage whether a stream's usage was asked for by the gateway alone
   */
  ChatTally(boolean hidesUsage) {
    this.hidesUsage = hidesUsage;
  }

  @Override
  void whole(JsonNode answer) {
    for (JsonNode choice : answer.path("choices")) {
      said(choice, choice.path("message"));
    }
    margin = AnswerMargin.of(answer.path("choices").path(0));
    usage = TokenUsage.ofChat(answer.path("usage"));
  }

  @Override
  boolean event(String data) {
    if (data.equals("[DONE]")) {
      done = true;
      return true;
    }
    JsonNode chunk = Events.json(data);
    JsonNode choices = chunk.path("choices");
    for (JsonNode choice : choices) {
      said(choice, choice.path("delta"));
    }
    failed |= chunk.path("error").isObject();
    if (!chunk.path("usage").isObject()) {
      return true;
    }
    usage = usage.updated(TokenUsage.ofChat(chunk.path("usage")));
    // Some servers count as they go, beside what they say.
    usageIsFinal |= choices.isEmpty();
    return !hidesUsage || !choices.isEmpty();
  }

  private void said(JsonNode choice, JsonNode message) {
    Words answer = choice.path("index").asInt(0) == 0 ? text : beside;
    add(message.path("content"), answer);
    add(choice.path("text"), answer);
    add(message.path("refusal"), beside);
    add(message.path("reasoning_content"), beside);
    add(message.path("reasoning"), beside);
    for (JsonNode call : message.path("tool_calls")) {
      add(call.path("function").path("name"), beside);
      add(call.path("function").path("arguments"), beside);
      add(call.path("custom").path("name"), beside);
      add(call.path("custom").path("input"), beside);
    }
  }

  @Override
  public OptionalDouble margin() {
    return margin;
  }
}
