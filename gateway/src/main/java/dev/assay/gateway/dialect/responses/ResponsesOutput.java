package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Part;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the items of an answer. */
final class ResponsesOutput {
  private ResponsesOutput() {}

  /** The kind of item that a part becomes, as it stands in names. */
  static String kind(Part part) throws Unreadable {
    return switch (part) {
      case Part.Text text -> "msg";
      case Part.Refusal refusal -> "msg";
      case Part.Reasoning thought -> "rs";
      case Part.SealedReasoning sealed -> "rs";
      case Part.ToolCall call -> "fc";
      case Part.Image image -> throw unspeakable();
      case Part.Document document -> throw unspeakable();
      case Part.ToolResult result -> throw unspeakable();
    };
  }

  private static Unreadable unspeakable() {
    return new Unreadable("it holds what an answer in responses has no place for");
  }

  /** A whole item. */
  static ObjectNode write(Part part, String id, String status) throws Unreadable {
    return switch (part) {
      case Part.Text text -> message(text(text.text(), text.logprobs()), id, status);
      case Part.Refusal refusal -> message(refusal(refusal.text()), id, status);
      case Part.ToolCall call -> call(call, id, status);
      case Part.Reasoning thought -> {
        ObjectNode item = reasoning(thought.id().orElse(id));
        if (!thought.text().isEmpty()) {
          item.withArray("summary").add(summary(thought.text()));
        }
        yield seal(item, ResponsesSeals.write(thought.id(), thought.seal()));
      }
      case Part.SealedReasoning sealed -> seal(reasoning(id), ResponsesSeals.write(sealed));
      default -> throw unspeakable();
    };
  }

  /** A message with one part of content, or none yet. */
  static ObjectNode message(@Nullable ObjectNode content, String id, String status) {
    ObjectNode item =
        Json.object()
            .put("id", id)
            .put("type", "message")
            .put("status", status)
            .put("role", "assistant");
    ArrayNode parts = item.putArray("content");
    if (content != null) {
      parts.add(content);
    }
    return item;
  }

  static ObjectNode text(String text, @Nullable JsonNode logprobs) {
    ObjectNode part = Json.object().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.set("logprobs", logprobs == null ? Json.array() : logprobs);
    return part;
  }

  static ObjectNode refusal(String text) {
    return Json.object().put("type", "refusal").put("refusal", text);
  }

  static ObjectNode summary(String text) {
    return Json.object().put("type", "summary_text").put("text", text);
  }

  static ObjectNode reasoning(String id) {
    ObjectNode item = Json.object().put("id", id).put("type", "reasoning");
    item.putArray("summary");
    return item;
  }

  private static ObjectNode seal(ObjectNode reasoning, String sealed) {
    return sealed.isEmpty() ? reasoning : reasoning.put("encrypted_content", sealed);
  }

  private static ObjectNode call(Part.ToolCall call, String id, String status) {
    return Json.object()
        .put("id", id)
        .put("type", "function_call")
        .put("status", status)
        .put("call_id", call.id())
        .put("name", call.name())
        .put("arguments", call.arguments());
  }

  /** The words for a refusal that came without any of the model's own. */
  static Optional<Part> explanation(Optional<String> explanation) {
    return explanation.filter(text -> !text.isEmpty()).map(Part.Refusal::new);
  }
}
