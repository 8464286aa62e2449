package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Turn;
import dev.assay.gateway.dialect.neutral.Turns;
import java.util.ArrayList;
import java.util.List;

/** Reads the messages of a chat. */
final class ChatMessages {
  private final Unsaid unsaid;
  private final Turns turns = new Turns();

  private ChatMessages(Unsaid unsaid) {
    this.unsaid = unsaid;
  }

  static List<Turn> read(List<Fields> messages, Unsaid unsaid) throws Untranslatable {
    ChatMessages reader = new ChatMessages(unsaid);
    for (Fields message : messages) {
      reader.read(message);
    }
    return reader.turns.all();
  }

  private void read(Fields message) throws Untranslatable {
    String role = message.needText("role");
    switch (role) {
      case "system" -> turns.add(Role.SYSTEM, spoken(message));
      case "developer" -> turns.add(Role.DEVELOPER, spoken(message));
      case "user" -> turns.add(Role.USER, spoken(message));
      case "assistant" -> turns.add(Role.ASSISTANT, assistant(message));
      case "tool" -> turns.add(Role.TOOL, List.of(result(message)));
      default ->
          throw new Untranslatable(
              message.path("role"),
              "'" + message.path("role") + "' must be system, developer, user, assistant or tool.");
    }
    message.close();
  }

  private List<Part> spoken(Fields message) throws Untranslatable {
    refuseName(message);
    return ChatContent.read(message, "content", unsaid);
  }

  private static void refuseName(Fields message) throws Untranslatable {
    message.refuse(
        "name", "this model's provider knows no names of speakers; put the name into the text.");
  }

  private List<Part> assistant(Fields message) throws Untranslatable {
    refuseName(message);
    message.refuse("audio", "this model's provider has no audio; leave it out.");
    message.refuse("function_call", "it is out of date; send 'tool_calls'.");
    message.leaveOut(unsaid, "annotations");
    List<Part> parts = new ArrayList<>(reasoning(message));
    parts.addAll(ChatContent.read(message, "content", unsaid));
    String refusal = message.text("refusal");
    if (refusal != null && !refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal));
    }
    for (Fields call : message.objects("tool_calls")) {
      parts.add(call(call));
    }
    return parts;
  }

  private static List<Part> reasoning(Fields message) throws Untranslatable {
    var thoughts = Json.object();
    for (String name : List.of("reasoning_content", "reasoning")) {
      String text = message.text(name);
      if (text != null) {
        thoughts.put(name, text);
      }
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode detail : message.list("reasoning_details")) {
      List<Part> read =
          ChatReasoning.read(Json.object().set("reasoning_details", Json.array().add(detail)));
      if (read.isEmpty()) {
        String at = message.path("reasoning_details");
        throw new Untranslatable(at, "'" + at + "' holds an entry with neither text nor data.");
      }
      parts.addAll(read);
    }
    return parts.isEmpty() ? ChatReasoning.read(thoughts) : parts;
  }

  private static Part call(Fields call) throws Untranslatable {
    String type = call.text("type");
    if (type != null && !type.equals("function")) {
      throw new Untranslatable(
          call.path("type"),
          "'" + call.path("type") + "' must be function: this model's provider knows no others.");
    }
    call.take("index");
    Fields function = call.needObject("function");
    Part read =
        new Part.ToolCall(
            call.needText("id"), function.needText("name"), function.needText("arguments"));
    function.close();
    call.close();
    return read;
  }

  private Part result(Fields message) throws Untranslatable {
    message.leaveOut(unsaid, "name");
    return new Part.ToolResult(
        message.needText("tool_call_id"), ChatContent.read(message, "content", unsaid), false);
  }
}
