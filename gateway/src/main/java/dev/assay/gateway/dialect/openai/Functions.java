package dev.assay.gateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Tool;
import dev.assay.gateway.dialect.neutral.ToolChoice;
import dev.assay.gateway.dialect.neutral.ToolUse;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Functions that a model may call. */
public final class Functions {
  private Functions() {}

  /** Reads the name of the one function that is to be called. */
  public interface NameReader {
    String read(Fields choice) throws Untranslatable;
  }

  /** Reads a function's fields. */
  public static Tool read(Fields function) throws Untranslatable {
    return new Tool(
        function.needText("name"),
        Optional.ofNullable(function.text("description")),
        function.take("parameters"),
        Optional.ofNullable(function.flag("strict")));
  }

  /** Reads what is to be called; null where nothing is said of it. */
  public static @Nullable ToolChoice choice(Fields body, NameReader name) throws Untranslatable {
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
    ToolChoice read = new ToolChoice.Named(name.read(named));
    named.close();
    return read;
  }

  /**
   * Writes tools and how they are to be used.
   *
   * @param tool writes one tool
   * @param name writes which function is to be called into the choice
   */
  public static void write(
      ToolUse use,
      ObjectNode body,
      BiConsumer<Tool, ObjectNode> tool,
      BiConsumer<String, ObjectNode> name) {
    if (!use.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      use.tools().forEach(it -> tool.accept(it, tools.addObject().put("type", "function")));
    }
    ToolChoice choice = use.choice();
    if (choice != null) {
      body.set("tool_choice", written(choice, name));
    }
    Boolean parallel = use.parallel();
    if (parallel != null) {
      body.put("parallel_tool_calls", parallel);
    }
  }

  private static JsonNode written(ToolChoice choice, BiConsumer<String, ObjectNode> name) {
    return switch (choice) {
      case ToolChoice.Auto auto -> Json.array().textNode("auto");
      case ToolChoice.None none -> Json.array().textNode("none");
      case ToolChoice.Required required -> Json.array().textNode("required");
      case ToolChoice.Named named -> {
        ObjectNode written = Json.object().put("type", "function");
        name.accept(named.name(), written);
        yield written;
      }
    };
  }
}
