package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Tool;
import dev.assay.gateway.dialect.neutral.ToolUse;
import dev.assay.gateway.dialect.openai.Functions;
import java.util.ArrayList;
import java.util.List;

/** The tools of a responses request. */
final class ResponsesTools {
  private ResponsesTools() {}

  static ToolUse read(Fields body) throws Untranslatable {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : body.objects("tools")) {
      tools.add(tool(tool));
    }
    return new ToolUse(
        tools,
        Functions.choice(body, choice -> choice.needText("name")),
        body.flag("parallel_tool_calls"));
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
    Tool read = Functions.read(tool);
    tool.close();
    return read;
  }

  static void write(ToolUse use, ObjectNode body) {
    Functions.write(use, body, ResponsesTools::write, (name, choice) -> choice.put("name", name));
  }

  /** Here a tool that says nothing of it is strict, which elsewhere it is not. */
  private static void write(Tool tool, ObjectNode written) {
    written.put("name", tool.name());
    tool.description().ifPresent(text -> written.put("description", text));
    JsonNode parameters = tool.parameters();
    written.set("parameters", parameters == null ? Json.object().nullNode() : parameters);
    written.put("strict", tool.strict().orElse(false));
  }
}
