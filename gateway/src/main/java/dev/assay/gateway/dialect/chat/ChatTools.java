package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Tool;
import dev.assay.gateway.dialect.neutral.ToolUse;
import dev.assay.gateway.dialect.openai.Functions;
import java.util.ArrayList;
import java.util.List;

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
    return new ToolUse(
        tools, Functions.choice(body, ChatTools::named), body.flag("parallel_tool_calls"));
  }

  private static Tool function(Fields function) throws Untranslatable {
    Tool tool = Functions.read(function);
    function.close();
    return tool;
  }

  private static String named(Fields choice) throws Untranslatable {
    Fields function = choice.needObject("function");
    String name = function.needText("name");
    function.close();
    return name;
  }

  static void write(ToolUse use, ObjectNode body) {
    Functions.write(
        use,
        body,
        (tool, written) -> write(tool, written.putObject("function")),
        (name, choice) -> choice.putObject("function").put("name", name));
  }

  private static void write(Tool tool, ObjectNode function) {
    function.put("name", tool.name());
    tool.description().ifPresent(text -> function.put("description", text));
    JsonNode parameters = tool.parameters();
    if (parameters != null) {
      function.set("parameters", parameters);
    }
    tool.strict().ifPresent(strict -> function.put("strict", strict));
  }
}
