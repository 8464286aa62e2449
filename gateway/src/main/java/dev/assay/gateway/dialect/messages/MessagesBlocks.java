package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Part;

/** The blocks of an answer. */
final class MessagesBlocks {
  private MessagesBlocks() {}

  static Part read(JsonNode block) throws Unreadable {
    return switch (block.path("type").asText()) {
      case "text" -> new Part.Text(text(block, "text"));
      case "thinking" ->
          Seals.read(text(block, "thinking"), Json.string(block.path("signature")).orElse(""));
      case "redacted_thinking" -> new Part.SealedReasoning(text(block, "data"));
      case "tool_use" -> {
        if (!block.path("input").isObject()) {
          throw new Unreadable("a tool_use block in it has no 'input'");
        }
        yield new Part.ToolCall(
            text(block, "id"), text(block, "name"), Json.text(block.path("input")));
      }
      default -> throw new Unreadable("it holds a block of a kind that nobody asked for");
    };
  }

  private static String text(JsonNode block, String name) throws Unreadable {
    return Json.string(block.path(name))
        .orElseThrow(() -> new Unreadable("a block in it has no '" + name + "'"));
  }

  /** Writes a block; in a stream it is empty but for its names. */
  static ObjectNode write(Part part) throws Unreadable {
    return switch (part) {
      case Part.Text text -> text(text.text());
      case Part.Refusal refusal -> text(refusal.text());
      case Part.Reasoning thought ->
          Json.object()
              .put("type", "thinking")
              .put("thinking", thought.text())
              .put("signature", Seals.signature(thought.id(), thought.seal()));
      case Part.SealedReasoning sealed ->
          Json.object().put("type", "redacted_thinking").put("data", sealed.data());
      case Part.ToolCall call -> call(call);
      case Part.Image image -> throw unspeakable();
      case Part.Document document -> throw unspeakable();
      case Part.ToolResult result -> throw unspeakable();
    };
  }

  private static Unreadable unspeakable() {
    return new Unreadable("it holds what an answer in messages has no place for");
  }

  private static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text);
  }

  private static ObjectNode call(Part.ToolCall call) throws Unreadable {
    String text = call.arguments().isBlank() ? "{}" : call.arguments();
    JsonNode input =
        Json.parse(text)
            .filter(JsonNode::isObject)
            .orElseThrow(() ->
                new Unreadable("the model wrote arguments of a tool that are no JSON object"));
    ObjectNode block =
        Json.object()
            .put("type", "tool_use")
            .put("id", CallIds.safe(call.id()))
            .put("name", call.name());
    block.set("input", input);
    return block;
  }
}
