package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Part;
import org.jspecify.annotations.Nullable;

/** Writes a whole chat completion. */
final class ChatAnswerWriter {
  private ChatAnswerWriter() {}

  static ObjectNode write(Answer answer, Asked asked) throws Unreadable {
    ObjectNode body =
        Json.object()
            .put("id", answer.id())
            .put("object", "chat.completion")
            .put("created", asked.created(answer.createdSeconds()))
            .put("model", answer.model());
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    message(answer, choice);
    boolean hasRefusal = answer.parts().stream().anyMatch(Part.Refusal.class::isInstance);
    choice.put("finish_reason", ChatWords.word(answer.stop().reason(), hasRefusal));
    body.set("usage", ChatWords.written(answer.usage()));
    answer.serviceTier().ifPresent(tier -> body.put("service_tier", tier));
    return body;
  }

  private static void message(Answer answer, ObjectNode choice) throws Unreadable {
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    StringBuilder text = new StringBuilder();
    StringBuilder refusal = new StringBuilder(answer.stop().explanation().orElse(""));
    ArrayNode calls = Json.array();
    ArrayNode logprobs = Json.array();
    for (Part part : answer.parts()) {
      switch (part) {
        case Part.Text said -> {
          text.append(said.text());
          add(said.logprobs(), logprobs);
        }
        case Part.Refusal said -> refusal.append(said.text());
        case Part.ToolCall call -> calls.add(ChatTurns.call(call));
        case Part.Reasoning reasoning -> {}
        case Part.SealedReasoning sealed -> {}
        case Part.Image image -> throw unspeakable();
        case Part.Document document -> throw unspeakable();
        case Part.ToolResult result -> throw unspeakable();
      }
    }
    message.put("content", text.isEmpty() ? null : text.toString());
    message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
    ChatReasoning.write(answer.parts(), true, message);
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    if (logprobs.isEmpty()) {
      choice.putNull("logprobs");
    } else {
      choice.putObject("logprobs").set("content", logprobs);
    }
  }

  private static void add(@Nullable JsonNode logprobs, ArrayNode all) {
    if (logprobs != null) {
      logprobs.forEach(all::add);
    }
  }

  private static Unreadable unspeakable() {
    return new Unreadable("it holds what chat completions have no place for");
  }
}
