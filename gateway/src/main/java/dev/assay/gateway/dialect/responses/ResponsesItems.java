package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Turn;
import java.util.ArrayList;
import java.util.List;

/** Writes turns as {@code instructions} and {@code input}. */
final class ResponsesItems {
  private final Unsaid unsaid;
  private final ArrayNode items = Json.array();

  private ResponsesItems(Unsaid unsaid) {
    this.unsaid = unsaid;
  }

  static void write(List<Turn> turns, ObjectNode body, Unsaid unsaid) throws Untranslatable {
    ResponsesItems writer = new ResponsesItems(unsaid);
    List<Turn> rest = turns;
    if (!turns.isEmpty()
        && turns.getFirst().role() == Role.SYSTEM
        && turns.getFirst().parts().size() == 1
        && turns.getFirst().parts().getFirst() instanceof Part.Text text) {
      body.put("instructions", text.text());
      rest = turns.subList(1, turns.size());
    }
    for (Turn turn : rest) {
      writer.turn(turn);
    }
    body.set("input", writer.items);
  }

  private void turn(Turn turn) throws Untranslatable {
    switch (turn.role()) {
      case SYSTEM -> spoken("system", turn.parts());
      case DEVELOPER -> spoken("developer", turn.parts());
      case USER -> spoken("user", turn.parts());
      case ASSISTANT, TOOL -> {
        for (Part part : turn.parts()) {
          done(part);
        }
      }
    }
  }

  private void spoken(String role, List<Part> parts) throws Untranslatable {
    items
        .addObject()
        .put("type", "message")
        .put("role", role)
        .set("content", ResponsesContent.write(parts));
  }

  /** What a model or a tool did. */
  private void done(Part part) throws Untranslatable {
    switch (part) {
      case Part.Text text ->
          items
              .addObject()
              .put("type", "message")
              .put("role", "assistant")
              .put("content", text.text());
      case Part.Refusal refusal ->
          items
              .addObject()
              .put("type", "message")
              .put("role", "assistant")
              .putArray("content")
              .addObject()
              .put("type", "refusal")
              .put("refusal", refusal.text());
      case Part.ToolCall call ->
          items
              .addObject()
              .put("type", "function_call")
              .put("call_id", call.id())
              .put("name", call.name())
              .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
      case Part.ToolResult result -> result(result);
      case Part.Reasoning thought -> thought(thought);
      case Part.SealedReasoning sealed -> unsaid.add("reasoning of another provider");
      case Part.Image image -> throw misplaced(image.at());
      case Part.Document document -> throw misplaced(document.at());
    }
  }

  private static Untranslatable misplaced(String at) {
    return new Untranslatable(at, "'" + at + "' stands where this model's provider allows text.");
  }

  private void result(Part.ToolResult result) throws Untranslatable {
    List<Part> parts = new ArrayList<>(result.parts());
    if (result.isError()) {
      parts.addFirst(new Part.Text("The tool call failed."));
    }
    items
        .addObject()
        .put("type", "function_call_output")
        .put("call_id", result.callId())
        .set("output", ResponsesContent.write(parts));
  }

  /** A provider takes back none but its own thoughts, under their own names. */
  private void thought(Part.Reasoning thought) {
    if (thought.seal().isEmpty() || thought.id().isEmpty()) {
      unsaid.add("reasoning of another provider");
      return;
    }
    ObjectNode item = items.addObject().put("type", "reasoning").put("id", thought.id().get());
    ArrayNode summary = item.putArray("summary");
    if (!thought.text().isEmpty()) {
      summary.addObject().put("type", "summary_text").put("text", thought.text());
    }
    item.put("encrypted_content", thought.seal());
  }
}
