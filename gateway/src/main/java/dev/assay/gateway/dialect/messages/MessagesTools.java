package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Tool;
import dev.assay.gateway.dialect.neutral.ToolChoice;
import dev.assay.gateway.dialect.neutral.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools of a messages request. */
final class MessagesTools {
  private static final String PARALLEL = "disable_parallel_tool_use";

  private MessagesTools() {}

  static ToolUse read(Fields body, Unsaid unsaid) throws Untranslatable {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : body.objects("tools")) {
      tools.add(tool(tool, unsaid));
    }
    Fields choice = body.object("tool_choice");
    if (choice == null) {
      return new ToolUse(tools, null, null);
    }
    Boolean isAlone = choice.flag(PARALLEL);
    ToolChoice read = choice(choice);
    choice.close();
    return new ToolUse(tools, read, isAlone == null ? null : !isAlone);
  }

  private static Tool tool(Fields tool, Unsaid unsaid) throws Untranslatable {
    String type = tool.text("type");
    if (type != null && !type.equals("custom")) {
      throw new Untranslatable(
          tool.path("type"),
          "'"
              + tool.path("type")
              + "' is a tool that Anthropic itself runs: leave it out, or ask for a model of"
              + " theirs.");
    }
    tool.leaveOut(unsaid, "cache_control");
    tool.leaveOut(unsaid, "eager_input_streaming");
    tool.refuse("allowed_callers", "the model itself is the only caller.", "[\"direct\"]");
    tool.refuse("defer_loading", "this model's provider loads all tools.", "false");
    tool.refuse("input_examples", "put them into 'description'.");
    Tool read =
        new Tool(
            tool.needText("name"),
            Optional.ofNullable(tool.text("description")),
            tool.needObject("input_schema").node(),
            Optional.ofNullable(tool.flag("strict")));
    tool.close();
    return read;
  }

  private static ToolChoice choice(Fields choice) throws Untranslatable {
    return switch (choice.needText("type")) {
      case "auto" -> new ToolChoice.Auto();
      case "any" -> new ToolChoice.Required();
      case "none" -> new ToolChoice.None();
      case "tool" -> new ToolChoice.Named(choice.needText("name"));
      default ->
          throw new Untranslatable(
              "tool_choice.type", "'tool_choice.type' must be auto, any, tool or none.");
    };
  }

  static void write(ToolUse use, ObjectNode body) {
    if (!use.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      use.tools().forEach(tool -> write(tool, tools.addObject()));
    }
    ObjectNode choice = written(use.choice());
    Boolean parallel = use.parallel();
    if (parallel != null && !use.tools().isEmpty() && !(use.choice() instanceof ToolChoice.None)) {
      if (choice.isEmpty()) {
        choice.put("type", "auto");
      }
      choice.put(PARALLEL, !parallel);
    }
    if (!choice.isEmpty()) {
      body.set("tool_choice", choice);
    }
  }

  private static void write(Tool tool, ObjectNode written) {
    written.put("name", tool.name());
    tool.description().ifPresent(text -> written.put("description", text));
    JsonNode parameters = tool.parameters();
    if (parameters == null) {
      written.putObject("input_schema").put("type", "object").putObject("properties");
    } else {
      written.set("input_schema", parameters);
    }
    tool.strict().ifPresent(strict -> written.put("strict", strict));
  }

  private static ObjectNode written(@Nullable ToolChoice choice) {
    return switch (choice) {
      case null -> Json.object();
      case ToolChoice.Auto auto -> Json.object().put("type", "auto");
      case ToolChoice.None none -> Json.object().put("type", "none");
      case ToolChoice.Required required -> Json.object().put("type", "any");
      case ToolChoice.Named named -> Json.object().put("type", "tool").put("name", named.name());
    };
  }
}
