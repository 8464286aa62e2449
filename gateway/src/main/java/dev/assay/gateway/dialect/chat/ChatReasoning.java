package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.neutral.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Thoughts in a chat message. OpenAI's API has none; its imitators say {@code reasoning_content}
 * (DeepSeek, vLLM, SGLang) or {@code reasoning} (OpenRouter, newer vLLM), and OpenRouter's {@code
 * reasoning_details} also carry what the provider sealed.
 */
final class ChatReasoning {
  private ChatReasoning() {}

  /** The thoughts of a message or of a delta; details tell more than the text beside them. */
  static List<Part> read(JsonNode message) {
    List<Part> parts = new ArrayList<>();
    for (JsonNode detail : message.path("reasoning_details")) {
      part(detail).ifPresent(parts::add);
    }
    if (parts.isEmpty()) {
      text(message)
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> parts.add(new Part.Reasoning(Optional.empty(), text, "")));
    }
    return parts;
  }

  /** Its text without its seals. */
  static Optional<String> text(JsonNode message) {
    return Json.string(message.path("reasoning_content"))
        .or(() -> Json.string(message.path("reasoning")));
  }

  private static Optional<Part> part(JsonNode detail) {
    Optional<String> data = Json.string(detail.path("data"));
    if (data.isPresent()) {
      return Optional.of(new Part.SealedReasoning(data.get()));
    }
    Optional<String> text =
        Json.string(detail.path("text")).or(() -> Json.string(detail.path("summary")));
    Optional<String> seal = Json.string(detail.path("signature"));
    if (text.isEmpty() && seal.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Part.Reasoning(Json.string(detail.path("id")), text.orElse(""), seal.orElse("")));
  }

  /** Writes the thoughts of a whole message. */
  static void write(List<Part> parts, boolean isDetailed, ObjectNode message) {
    StringBuilder text = new StringBuilder();
    ArrayNode details = Json.array();
    boolean isSealed = isDetailed;
    for (Part part : parts) {
      switch (part) {
        case Part.Reasoning reasoning -> {
          text.append(text.isEmpty() ? "" : "\n\n").append(reasoning.text());
          details.add(detail(reasoning, details.size()));
          isSealed |= !reasoning.seal().isEmpty();
        }
        case Part.SealedReasoning sealed -> {
          details.add(detail(sealed, details.size()));
          isSealed = true;
        }
        default -> {}
      }
    }
    if (!text.isEmpty()) {
      message.put("reasoning_content", text.toString());
    }
    if (isSealed && !details.isEmpty()) {
      message.set("reasoning_details", details);
    }
  }

  /** A piece of thoughts, whole or the next bit of it. */
  static ObjectNode detail(Part.Reasoning reasoning, int index) {
    ObjectNode detail = Json.object().put("type", "reasoning.text").put("index", index);
    reasoning.id().ifPresent(id -> detail.put("id", id));
    detail.put("text", reasoning.text());
    if (!reasoning.seal().isEmpty()) {
      detail.put("signature", reasoning.seal());
    }
    return detail;
  }

  /** Thoughts that only their provider reads. */
  static ObjectNode detail(Part.SealedReasoning sealed, int index) {
    return Json.object()
        .put("type", "reasoning.encrypted")
        .put("index", index)
        .put("data", sealed.data());
  }
}
