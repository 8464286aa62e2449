package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.tokens.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Answers of responses. */
final class ResponsesTally extends AnswerTally {
  private static final int MAX_KEPT = 200;

  /** What a model writes beside its text; sound and pictures are no text. */
  private static final Set<String> WRITES =
      Set.of(
          "response.refusal.delta",
          "response.function_call_arguments.delta",
          "response.mcp_call_arguments.delta",
          "response.custom_tool_call_input.delta",
          "response.code_interpreter_call_code.delta",
          "response.reasoning_text.delta",
          "response.reasoning_summary_text.delta");

  private final Set<String> kept = new LinkedHashSet<>();

  /** Where the answer's code runs: it is kept even where the answer is not. */
  private final Set<String> containers = new LinkedHashSet<>();

  private long nextNumber;
  private boolean whole;

  @Override
  void whole(JsonNode answer) {
    whole = answer.path("object").asText().equals("response");
    response(answer);
    for (JsonNode item : answer.path("output")) {
      add(item.path("name"), beside);
      add(item.path("arguments"), beside);
      add(item.path("input"), beside);
      for (JsonNode thought : item.path("summary")) {
        add(thought.path("text"), beside);
      }
      for (JsonNode part : item.path("content")) {
        add(part.path("refusal"), beside);
      }
    }
  }

  @Override
  boolean event(String data) {
    JsonNode event = Events.json(data);
    if (event.path("sequence_number").canConvertToLong()) {
      nextNumber = event.path("sequence_number").longValue() + 1;
    }
    String type = event.path("type").asText();
    switch (type) {
      case "response.output_text.delta" -> add(event.path("delta"), text);
      case "response.completed", "response.incomplete" -> {
        done = true;
        ended(event.path("response"));
      }
      case "response.failed" -> {
        done = true;
        ended(event.path("response"));
        failed = true;
      }
      case "response.output_item.added" -> {
        add(event.path("item").path("name"), beside);
        runs(event.path("item"));
      }
      case "response.output_item.done" -> runs(event.path("item"));
      case "error" -> failed = true;
      default -> {
        if (WRITES.contains(type)) {
          add(event.path("delta"), beside);
        }
        id(event.path("response"));
      }
    }
    return true;
  }

  private void ended(JsonNode response) {
    usageIsFinal |= response.path("usage").isObject();
    response(response);
    failed |= response.path("error").isObject();
  }

  /** The whole response, which says again what its stream said. */
  private void response(JsonNode response) {
    Words whole = new Words();
    id(response);
    for (JsonNode item : response.path("output")) {
      if (!kept.isEmpty()) {
        keep(item.path("id"), kept);
      }
      runs(item);
      for (JsonNode part : item.path("content")) {
        if (part.path("type").asText().equals("output_text")) {
          add(part.path("text"), whole);
        }
      }
    }
    if (whole.chars() > 0) {
      text = whole;
    }
    usage = usage.updated(TokenUsage.ofResponses(response.path("usage")));
  }

  private void id(JsonNode response) {
    if (response.path("store").asBoolean(true)) {
      keep(response.path("id"), kept);
    }
  }

  private void runs(JsonNode item) {
    keep(item.path("container_id"), containers);
    keep(item.path("environment").path("container_id"), containers);
  }

  private static void keep(JsonNode name, Set<String> names) {
    if (name.isTextual() && !name.textValue().isEmpty() && names.size() < MAX_KEPT) {
      names.add(name.textValue());
    }
  }

  @Override
  public long nextNumber() {
    return nextNumber;
  }

  @Override
  public boolean tellsWhy() {
    return whole;
  }

  @Override
  public List<String> kept() {
    List<String> all = new ArrayList<>(kept);
    all.addAll(containers);
    return all;
  }
}
