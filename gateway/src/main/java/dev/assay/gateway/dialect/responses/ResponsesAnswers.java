package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whole answers, read and written. */
final class ResponsesAnswers {
  private ResponsesAnswers() {}

  static Answer read(ObjectNode body) throws Unreadable {
    if (!body.path("output").isArray()) {
      throw new Unreadable("a response must have 'output'");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode item : body.path("output")) {
      readItem(item, parts);
    }
    boolean hasCalls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    boolean hasRefusal = parts.stream().anyMatch(Part.Refusal.class::isInstance);
    return new Answer(
        Json.string(body.path("id")).orElse("unnamed"),
        Json.string(body.path("model")).orElse(""),
        seconds(body.path("created_at")),
        parts,
        ResponsesWords.stop(body).withCalls(hasCalls).withRefusal(hasRefusal),
        ResponsesWords.usage(body.path("usage")),
        Json.string(body.path("service_tier")));
  }

  /** Some write it with a fraction. */
  static long seconds(JsonNode created) {
    return created.isNumber() && created.canConvertToLong() ? created.longValue() : 0;
  }

  private static void readItem(JsonNode item, List<Part> parts) throws Unreadable {
    switch (item.path("type").asText()) {
      case "message" -> {
        for (JsonNode content : item.path("content")) {
          content(content).ifPresent(parts::add);
        }
      }
      case "function_call" -> parts.add(call(item));
      case "reasoning" -> reasoning(item).ifPresent(parts::add);
      default -> throw new Unreadable("it holds an item of a kind that nobody asked for");
    }
  }

  private static Optional<Part> content(JsonNode content) throws Unreadable {
    String type = content.path("type").asText();
    String name = type.equals("refusal") ? "refusal" : "text";
    String text = content.path(name).asText();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    JsonNode logprobs = content.path("logprobs");
    return switch (type) {
      case "output_text" -> Optional.of(new Part.Text(text, logprobs.isEmpty() ? null : logprobs));
      case "refusal" -> Optional.of(new Part.Refusal(text));
      default -> throw new Unreadable("it holds content of a kind that nobody asked for");
    };
  }

  static Part.ToolCall call(JsonNode item) throws Unreadable {
    if (!item.path("call_id").isTextual() || !item.path("name").isTextual()) {
      throw new Unreadable("a function call in it has no 'call_id' or no 'name'");
    }
    return new Part.ToolCall(
        item.path("call_id").textValue(),
        item.path("name").textValue(),
        item.path("arguments").asText());
  }

  static Optional<Part> reasoning(JsonNode item) {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("summary", "content")) {
      boolean isFirst = text.isEmpty();
      for (JsonNode part : isFirst ? item.path(name) : Json.array()) {
        text.append(text.isEmpty() ? "" : "\n\n").append(part.path("text").asText());
      }
    }
    return ResponsesSeals.read(
        Json.string(item.path("id")),
        text.toString(),
        Json.string(item.path("encrypted_content")).orElse(""));
  }

  static ObjectNode write(Answer answer, Asked asked) throws Unreadable {
    ResponsesEnvelope envelope =
        new ResponsesEnvelope(asked, answer.id(), answer.model(), answer.createdSeconds());
    ObjectNode response = envelope.open("completed");
    List<Part> parts = new ArrayList<>(answer.parts());
    ResponsesOutput.explanation(answer.stop().explanation()).ifPresent(parts::add);
    boolean hasRefusal = parts.stream().anyMatch(Part.Refusal.class::isInstance);
    ResponsesWords.stop(answer.stop(), hasRefusal, response);
    ArrayNode output = response.putArray("output");
    for (Part part : parts) {
      String id = envelope.itemId(ResponsesOutput.kind(part), output.size());
      output.add(ResponsesOutput.write(part, id, "completed"));
    }
    response.set("usage", ResponsesWords.written(answer.usage()));
    answer.serviceTier().ifPresent(tier -> response.put("service_tier", tier));
    return response;
  }
}
