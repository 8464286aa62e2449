package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Turn;
import java.util.ArrayList;
import java.util.List;

/** Writes turns as the messages of a chat. */
final class ChatTurns {
  private final ArrayNode messages = Json.array();

  private ChatTurns() {}

  static ArrayNode write(List<Turn> turns) throws Untranslatable {
    ChatTurns writer = new ChatTurns();
    for (Turn turn : turns) {
      writer.write(turn);
    }
    return writer.messages;
  }

  private void write(Turn turn) throws Untranslatable {
    switch (turn.role()) {
      case SYSTEM -> spoken("system", turn.parts());
      case DEVELOPER -> spoken("developer", turn.parts());
      case USER -> spoken("user", turn.parts());
      case ASSISTANT -> assistant(turn.parts());
      case TOOL -> results(turn.parts());
    }
  }

  private void spoken(String role, List<Part> parts) throws Untranslatable {
    messages.addObject().put("role", role).set("content", ChatContent.write(parts));
  }

  private void assistant(List<Part> parts) throws Untranslatable {
    List<Part> content = new ArrayList<>();
    ArrayNode calls = Json.array();
    for (Part part : parts) {
      switch (part) {
        case Part.Reasoning reasoning -> {}
        case Part.SealedReasoning sealed -> {}
        case Part.ToolCall call -> calls.add(call(call));
        default -> content.add(part);
      }
    }
    ObjectNode message = messages.addObject().put("role", "assistant");
    if (content.isEmpty() && !calls.isEmpty()) {
      message.putNull("content");
    } else {
      message.set("content", ChatContent.write(content));
    }
    ChatReasoning.write(parts, false, message);
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  static ObjectNode call(Part.ToolCall call) {
    ObjectNode written = Json.object().put("id", call.id()).put("type", "function");
    written
        .putObject("function")
        .put("name", call.name())
        .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
    return written;
  }

  /**
   * A tool's message holds text only, and nothing may stand between those of tools called together:
   * what else they said follows in a message of its own.
   */
  private void results(List<Part> parts) throws Untranslatable {
    List<Part> beside = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        result(result, beside);
      }
    }
    if (!beside.isEmpty()) {
      write(new Turn(Role.USER, beside));
    }
  }

  private void result(Part.ToolResult result, List<Part> beside) throws Untranslatable {
    List<Part> texts =
        new ArrayList<>(result.parts().stream().filter(ChatContent::isText).toList());
    List<Part> others = result.parts().stream().filter(part -> !ChatContent.isText(part)).toList();
    if (!others.isEmpty()) {
      beside.add(new Part.Text("Result of the tool call " + result.callId() + ":"));
      beside.addAll(others);
      if (texts.isEmpty()) {
        texts.add(new Part.Text("The result follows in the next message."));
      }
    }
    if (result.isError()) {
      texts.addFirst(new Part.Text("The tool call failed."));
    }
    messages
        .addObject()
        .put("role", "tool")
        .put("tool_call_id", result.callId())
        .set("content", ChatContent.write(texts));
  }
}
