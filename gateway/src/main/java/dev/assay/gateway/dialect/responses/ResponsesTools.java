package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Tool;
import dev.assay.gateway.dialect.neutral.ToolChoice;
import dev.assay.gateway.dialect.neutral.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools of a responses request. */
final class ResponsesTools {
  private ResponsesTools() {}

  static ToolUse read(Fields body) throws Untranslatable {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : body.objects("tools")) {
      tools.add(tool(tool));
    }
    return new ToolUse(tools, choice(body), body.flag("parallel_tool_calls"));
  }

  private static Tool tool(Fields tool) throws Untranslatable {
    if (!tool.needText("type").equals("function")) {
      throw new Untranslatable(
          tool.path("type"),
          "'"
              + tool.path("type")
              + "' must be function: this model's provider runs no tools of its own.");
    }
    tool.refuse("allowed_callers", "the model itself is the only caller.", "[\"direct\"]");
    tool.refuse("async", "this model's provider waits for every result.", "false");
    tool.refuse("defer_loading", "this model's provider loads all tools.", "false");
    tool.refuse("output_schema", "describe the result in 'description'.");
    Tool read =
        new Tool(
            tool.needText("name"),
            Optional.ofNullable(tool.text("description")),
            tool.take("parameters"),
            Optional.ofNullable(tool.flag("strict")));
    tool.close();
    return read;
  }

  private static @Nullable ToolChoice choice(Fields body) throws Untranslatable {
    JsonNode choice = body.take("tool_choice");
    if (choice == null) {
      return null;
    }
    if (choice.isTextual()) {
      return switch (choice.textValue()) {
        case "auto" -> new ToolChoice.Auto();
        case "none" -> new ToolChoice.None();
        case "required" -> new ToolChoice.Required();
        default ->
            throw new Untranslatable(
                "tool_choice", "'tool_choice' must be auto, none, required or a function.");
      };
    }
    Fields named = Fields.of(choice, "tool_choice");
    if (!named.needText("type").equals("function")) {
      throw new Untranslatable(
          "tool_choice.type",
          "'tool_choice.type' must be function: this model's provider has no other choice.");
    }
    ToolChoice read = new ToolChoice.Named(named.needText("name"));
    named.close();
    return read;
  }

  static void write(ToolUse use, ObjectNode body) {
    if (!use.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      use.tools().forEach(tool -> write(tool, tools.addObject()));
    }
    switch (use.choice()) {
      case null -> {}
      case ToolChoice.Auto auto -> body.put("tool_choice", "auto");
      case ToolChoice.None none -> body.put("tool_choice", "none");
      case ToolChoice.Required required -> body.put("tool_choice", "required");
      case ToolChoice.Named named ->
          body.putObject("tool_choice").put("type", "function").put("name", named.name());
    }
    Boolean parallel = use.parallel();
    if (parallel != null) {
      body.put("parallel_tool_calls", parallel);
    }
  }

  /** Here a tool that says nothing of it is strict, which elsewhere it is not. */
  private static void write(Tool tool, ObjectNode written) {
    written.put("type", "function").put("name", tool.name());
    tool.description().ifPresent(text -> written.put("description", text));
    JsonNode parameters = tool.parameters();
    written.set("parameters", parameters == null ? Json.object().nullNode() : parameters);
    written.put("strict", tool.strict().orElse(false));
  }
}
