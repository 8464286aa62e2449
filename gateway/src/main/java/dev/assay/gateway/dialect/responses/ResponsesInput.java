package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the items of a request's input. */
final class ResponsesInput {
  private final Turns turns;
  private final Unsaid unsaid;

  private ResponsesInput(Turns turns, Unsaid unsaid) {
    this.turns = turns;
    this.unsaid = unsaid;
  }

  static void read(Fields body, Turns turns, Unsaid unsaid) throws Untranslatable {
    JsonNode input = body.take("input");
    if (input == null) {
      return;
    }
    if (input.isTextual()) {
      turns.add(Role.USER, List.of(new Part.Text(input.textValue())));
      return;
    }
    ResponsesInput reader = new ResponsesInput(turns, unsaid);
    for (Fields item : body.objects("input")) {
      reader.item(item);
      item.close();
    }
  }

  /** What a model did in a row is one turn of it. */
  private void item(Fields item) throws Untranslatable {
    String type = item.text("type");
    // Names and states of items mean nothing to who does not keep them.
    item.take("id");
    item.take("status");
    switch (type == null ? "message" : type) {
      case "message" -> message(item);
      case "function_call" -> turns.join(Role.ASSISTANT, List.of(call(item)));
      case "function_call_output" -> turns.join(Role.TOOL, List.of(result(item)));
      case "reasoning" -> turns.join(Role.ASSISTANT, reasoning(item));
      default ->
          throw new Untranslatable(
              item.path("type"),
              "'"
                  + item.path("type")
                  + "' must be message, function_call, function_call_output or reasoning: this"
                  + " model's provider knows no other items.");
    }
  }

  private void message(Fields item) throws Untranslatable {
    String role = item.needText("role");
    item.leaveOut(unsaid, "phase");
    List<Part> parts = ResponsesContent.read(item, "content", unsaid);
    switch (role) {
      case "user" -> turns.add(Role.USER, parts);
      case "system" -> turns.add(Role.SYSTEM, parts);
      case "developer" -> turns.add(Role.DEVELOPER, parts);
      case "assistant" -> turns.join(Role.ASSISTANT, parts);
      default ->
          throw new Untranslatable(
              item.path("role"),
              "'" + item.path("role") + "' must be user, assistant, system or developer.");
    }
  }

  private static Part call(Fields item) throws Untranslatable {
    refuseCallers(item);
    item.refuse("async", "this model's provider waits for every result.", "false");
    return new Part.ToolCall(
        item.needText("call_id"), item.needText("name"), item.needText("arguments"));
  }

  private static void refuseCallers(Fields item) throws Untranslatable {
    item.refuse("caller", "the model itself is the only caller.", "{\"type\":\"direct\"}");
    item.refuse("namespace", "this model's provider knows no namespaces.");
  }

  private Part result(Fields item) throws Untranslatable {
    refuseCallers(item);
    item.take("name");
    return new Part.ToolResult(
        item.needText("call_id"), ResponsesContent.read(item, "output", unsaid), false);
  }

  private static List<Part> reasoning(Fields item) throws Untranslatable {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("summary", "content")) {
      List<Fields> parts = item.objects(name);
      if (text.isEmpty()) {
        for (Fields part : parts) {
          text.append(text.isEmpty() ? "" : "\n\n").append(part.needText("text"));
        }
      }
    }
    String sealed = item.text("encrypted_content");
    Optional<String> id = Optional.ofNullable(item.text("id"));
    List<Part> parts = new ArrayList<>();
    ResponsesSeals.read(id, text.toString(), sealed == null ? "" : sealed).ifPresent(parts::add);
    return parts;
  }
}
