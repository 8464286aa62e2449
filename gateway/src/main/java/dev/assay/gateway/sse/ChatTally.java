package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.tokens.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Answers of chat completions, and of completions, which differ in where the text stands. */
final class ChatTally extends AnswerTally {
  private static final int MAX_KEPT = 50;

  private final boolean hidesUsage;
  private final boolean stores;
  private final Set<String> kept = new LinkedHashSet<>();
  private OptionalDouble margin = OptionalDouble.empty();

  /**
   * A reader of one answer.
   *
   * @param hidesUsage whether a stream's usage was asked for by the gateway alone
   * @param stores whether the provider was asked to keep it
   */
  ChatTally(boolean hidesUsage, boolean stores) {
    this.hidesUsage = hidesUsage;
    this.stores = stores;
  }

  @Override
  void whole(JsonNode answer) {
    keep(answer, "message");
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
    keep(chunk, "delta");
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

  /** A later chat may go on from what was said aloud by its name alone, stored or not. */
  private void keep(JsonNode answer, String message) {
    if (stores) {
      keep(answer.path("id"));
    }
    for (JsonNode choice : answer.path("choices")) {
      keep(choice.path(message).path("audio").path("id"));
    }
  }

  private void keep(JsonNode name) {
    if (name.isTextual() && !name.textValue().isEmpty() && kept.size() < MAX_KEPT) {
      kept.add(name.textValue());
    }
  }

  @Override
  public List<String> kept() {
    return List.copyOf(kept);
  }

  @Override
  public OptionalDouble margin() {
    return margin;
  }
}
