package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Source;
import dev.assay.gateway.dialect.neutral.Turn;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Writes turns as {@code system} and {@code messages}. */
final class MessagesTurns {
  private final Unsaid unsaid;
  private final ArrayNode messages = Json.array();

  private MessagesTurns(Unsaid unsaid) {
    this.unsaid = unsaid;
  }

  static void write(List<Turn> turns, ObjectNode body, Unsaid unsaid) throws Untranslatable {
    MessagesTurns writer = new MessagesTurns(unsaid);
    ArrayNode system = Json.array();
    int next = 0;
    while (next < turns.size() && isSystem(turns.get(next))) {
      writer.blocks(turns.get(next).parts(), system);
      next++;
    }
    if (!system.isEmpty()) {
      body.set("system", plain(system));
    }
    for (Turn turn : turns.subList(next, turns.size())) {
      writer.write(turn);
    }
    body.set("messages", writer.messages);
  }

  private static boolean isSystem(Turn turn) {
    return turn.role() == Role.SYSTEM || turn.role() == Role.DEVELOPER;
  }

  /** What tools said and what the user says with it are one message. */
  private void write(Turn turn) throws Untranslatable {
    ArrayNode content = Json.array();
    blocks(turn.parts(), content);
    String role =
        switch (turn.role()) {
          case SYSTEM, DEVELOPER -> "system";
          case USER, TOOL -> "user";
          case ASSISTANT -> "assistant";
        };
    if (turn.role() == Role.USER && endsWithResult()) {
      ((ArrayNode) messages.get(messages.size() - 1).path("content")).addAll(content);
    } else if (!(turn.role() == Role.ASSISTANT && content.isEmpty())) {
      messages.addObject().put("role", role).set("content", plain(content));
    }
  }

  private boolean endsWithResult() {
    JsonNode last = messages.path(messages.size() - 1).path("content");
    return last.path(last.size() - 1).path("type").asText().equals("tool_result");
  }

  /** One text is said shorter as a string. */
  private static JsonNode plain(ArrayNode content) {
    JsonNode first = content.path(0);
    return content.size() == 1 && first.path("type").asText().equals("text")
        ? first.path("text")
        : content;
  }

  private void blocks(List<Part> parts, ArrayNode content) throws Untranslatable {
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> content.add(text(text.text()));
        case Part.Refusal refusal -> content.add(text(refusal.text()));
        case Part.Image image ->
            content
                .addObject()
                .put("type", "image")
                .set("source", source(image.source(), image.at()));
        case Part.Document document -> document(document, content.addObject());
        case Part.ToolCall call -> call(call, content.addObject());
        case Part.ToolResult result -> result(result, content.addObject());
        case Part.Reasoning thought -> thought(thought, content);
        case Part.SealedReasoning sealed ->
            content.addObject().put("type", "redacted_thinking").put("data", sealed.data());
      }
    }
  }

  private static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text);
  }

  private static ObjectNode source(Source source, String at) throws Untranslatable {
    return switch (source) {
      case Source.Inline inline when inline.mediaType().equals("text/plain") ->
          Json.object()
              .put("type", "text")
              .put("media_type", inline.mediaType())
              .put("data", decoded(inline, at));
      case Source.Inline inline ->
          Json.object()
              .put("type", "base64")
              .put("media_type", inline.mediaType())
              .put("data", inline.base64());
      case Source.Remote remote when remote.url().startsWith("data:") ->
          throw new Untranslatable(
              at, "'" + at + "' must be a web address, or a data URL in Base64.");
      case Source.Remote remote -> Json.object().put("type", "url").put("url", remote.url());
    };
  }

  private static String decoded(Source.Inline inline, String at) throws Untranslatable {
    try {
      return new String(Base64.getDecoder().decode(inline.base64()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw new Untranslatable(at, "'" + at + "' holds no Base64.");
    }
  }

  private static void document(Part.Document document, ObjectNode block) throws Untranslatable {
    block.put("type", "document").set("source", source(document.source(), document.at()));
    document.title().ifPresent(title -> block.put("title", title));
  }

  private static void call(Part.ToolCall call, ObjectNode block) throws Untranslatable {
    String text = call.arguments().isBlank() ? "{}" : call.arguments();
    JsonNode arguments =
        Json.parse(text)
            .filter(JsonNode::isObject)
            .orElseThrow(() ->
                new Untranslatable(
                    "arguments",
                    "The 'arguments' of a call of a tool are not a JSON object, which this"
                        + " model's provider demands."));
    block
        .put("type", "tool_use")
        .put("id", CallIds.safe(call.id()))
        .put("name", call.name())
        .set("input", arguments);
  }

  private void result(Part.ToolResult result, ObjectNode block) throws Untranslatable {
    block.put("type", "tool_result").put("tool_use_id", CallIds.safe(result.callId()));
    ArrayNode content = Json.array();
    blocks(result.parts(), content);
    if (!content.isEmpty()) {
      block.set("content", plain(content));
    }
    if (result.isError()) {
      block.put("is_error", true);
    }
  }

  /** Anthropic accepts none but its own thoughts, which their signature proves. */
  private void thought(Part.Reasoning thought, ArrayNode content) {
    if (thought.seal().isEmpty()) {
      unsaid.add("reasoning without a signature");
      return;
    }
    content
        .addObject()
        .put("type", "thinking")
        .put("thinking", thought.text())
        .put("signature", Seals.signature(thought.id(), thought.seal()));
  }
}
