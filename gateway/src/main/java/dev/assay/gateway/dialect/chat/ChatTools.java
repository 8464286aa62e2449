package dev.assay.gateway.dialect.chat;

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

/** The tools of a chat. */
final class ChatTools {
  private ChatTools() {}

  static ToolUse read(Fields body) throws Untranslatable {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : body.objects("tools")) {
      if (!tool.needText("type").equals("function")) {
        throw new Untranslatable(
            tool.path("type"),
            "'" + tool.path("type") + "' must be function: this model's provider has no others.");
      }
      tools.add(function(tool.needObject("function")));
      tool.close();
    }
    return new ToolUse(tools, choice(body), body.flag("parallel_tool_calls"));
  }

  private static Tool function(Fields function) throws Untranslatable {
    Tool tool =
        new Tool(
            function.needText("name"),
            Optional.ofNullable(function.text("description")),
            function.take("parameters"),
            Optional.ofNullable(function.flag("strict")));
    function.close();
    return tool;
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
    Fields function = named.needObject("function");
    ToolChoice read = new ToolChoice.Named(function.needText("name"));
    function.close();
    named.close();
    return read;
  }

  static void write(ToolUse use, ObjectNode body) {
    if (!use.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      use.tools().forEach(tool -> write(tool, tools.addObject()));
    }
    ToolChoice choice = use.choice();
    if (choice != null) {
      body.set("tool_choice", written(choice));
    }
    Boolean parallel = use.parallel();
    if (parallel != null) {
      body.put("parallel_tool_calls", parallel);
    }
  }

  private static void write(Tool tool, ObjectNode written) {
    ObjectNode function = written.put("type", "function").putObject("function");
    function.put("name", tool.name());
    tool.description().ifPresent(text -> function.put("description", text));
    JsonNode parameters = tool.parameters();
    if (parameters != null) {
      function.set("parameters", parameters);
    }
    tool.strict().ifPresent(strict -> function.put("strict", strict));
  }

  private static JsonNode written(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Auto auto -> Json.array().textNode("auto");
      case ToolChoice.None none -> Json.array().textNode("none");
      case ToolChoice.Required required -> Json.array().textNode("required");
      case ToolChoice.Named named -> {
        ObjectNode written = Json.object().put("type", "function");
        written.putObject("function").put("name", named.name());
        yield written;
      }
    };
  }
}
