package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole chat completion. */
final class ChatAnswerReader {
  private ChatAnswerReader() {}

  static Answer read(ObjectNode body) throws Unreadable {
    JsonNode choices = body.path("choices");
    if (choices.size() != 1 || !choices.path(0).path("message").isObject()) {
      throw new Unreadable("a chat completion must hold one choice with a message");
    }
    JsonNode choice = choices.path(0);
    JsonNode message = choice.path("message");
    List<Part> parts = parts(message, choice.path("logprobs").path("content"));
    boolean hasCalls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    boolean hasRefusal = parts.stream().anyMatch(Part.Refusal.class::isInstance);
    return new Answer(
        Json.string(body.path("id")).orElse("unnamed"),
        Json.string(body.path("model")).orElse(""),
        Json.count(body.path("created")),
        parts,
        ChatWords.stop(choice).withCalls(hasCalls).withRefusal(hasRefusal),
        ChatWords.usage(body.path("usage")),
        Json.string(body.path("service_tier")));
  }

  private static List<Part> parts(JsonNode message, JsonNode logprobs) throws Unreadable {
    refuse(message);
    List<Part> parts = new ArrayList<>(ChatReasoning.read(message));
    text(message.path("content"))
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> parts.add(new Part.Text(text, logprobs.isArray() ? logprobs : null)));
    Json.string(message.path("refusal"))
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> parts.add(new Part.Refusal(text)));
    for (JsonNode call : message.path("tool_calls")) {
      parts.add(call(call));
    }
    return parts;
  }

  /** Nobody asked for these, since requests that do are refused. */
  private static void refuse(JsonNode message) throws Unreadable {
    for (String name : List.of("audio", "function_call")) {
      if (Json.isSaid(message.path(name))) {
        throw new Unreadable("'" + name + "' in it cannot be said to this client");
      }
    }
  }

  private static Optional<String> text(JsonNode content) throws Unreadable {
    if (!Json.isSaid(content) || content.isTextual()) {
      return Json.string(content);
    }
    StringBuilder joined = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
        throw new Unreadable("its content is neither a string nor parts of text");
      }
      joined.append(part.path("text").textValue());
    }
    return Optional.of(joined.toString());
  }

  private static Part call(JsonNode call) throws Unreadable {
    JsonNode function = call.path("function");
    if (!function.path("name").isTextual() || !call.path("id").isTextual()) {
      throw new Unreadable("a tool call in it has no id or no function name");
    }
    return new Part.ToolCall(
        call.path("id").textValue(),
        function.path("name").textValue(),
        Json.string(function.path("arguments")).orElse(""));
  }
}
