package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Sse;
import org.jspecify.annotations.Nullable;

/** One item of a response while it comes: its events, and what they add up to. */
final class ResponsesItem {
  private final Part part;
  private final String id;
  private final int index;
  private final ResponsesEvents events;
  private final StringBuilder text = new StringBuilder();
  private final ArrayNode logprobs = Json.array();
  private final StringBuilder seal = new StringBuilder();

  ResponsesItem(Part part, String id, int index, ResponsesEvents events) {
    this.part = part;
    this.id = part instanceof Part.Reasoning thought ? thought.id().orElse(id) : id;
    this.index = index;
    this.events = events;
  }

  void start(Sse out) throws Unreadable {
    ObjectNode item =
        switch (part) {
          case Part.Text said -> ResponsesOutput.message(null, id, "in_progress");
          case Part.Refusal said -> ResponsesOutput.message(null, id, "in_progress");
          case Part.Reasoning thought -> ResponsesOutput.reasoning(id);
          default -> ResponsesOutput.write(part, id, "in_progress");
        };
    ObjectNode added = Json.object().put("type", "response.output_item.added");
    added.put("output_index", index).set("item", item);
    events.write(added, out);
    switch (part) {
      case Part.Text said -> content("added", ResponsesOutput.text("", null), out);
      case Part.Refusal said -> content("added", ResponsesOutput.refusal(""), out);
      default -> {}
    }
  }

  void more(String more, @Nullable JsonNode likely, Sse out) throws Unreadable {
    boolean isFirst = text.isEmpty();
    text.append(more);
    switch (part) {
      case Part.ToolCall call -> {
        if (text.length() > ResponsesStreamWriter.MAX_ARGUMENTS_CHARS) {
          throw new Unreadable(
              "the arguments of a tool call are longer than "
                  + ResponsesStreamWriter.MAX_ARGUMENTS_CHARS
                  + " characters");
        }
        events.write(event("response.function_call_arguments.delta").put("delta", more), out);
      }
      case Part.Reasoning thought -> {
        if (isFirst) {
          summary("response.reasoning_summary_part.added", "", out);
        }
        events.write(
            event("response.reasoning_summary_text.delta")
                .put("summary_index", 0)
                .put("delta", more),
            out);
      }
      case Part.Refusal said ->
          events.write(
              event("response.refusal.delta").put("content_index", 0).put("delta", more), out);
      default -> {
        ObjectNode delta =
            event("response.output_text.delta").put("content_index", 0).put("delta", more);
        ArrayNode now = delta.putArray("logprobs");
        if (likely != null) {
          likely.forEach(now::add);
          now.forEach(logprobs::add);
        }
        events.write(delta, out);
      }
    }
  }

  void seal(String more) {
    seal.append(more);
  }

  /** Says that it is whole. */
  ObjectNode end(Sse out) throws Unreadable {
    if (part instanceof Part.ToolCall && text.isEmpty()) {
      // A client parses them, and nothing at all is no JSON.
      more("{}", null, out);
    }
    String said = text.toString();
    Part whole =
        switch (part) {
          case Part.Text empty -> new Part.Text(said, logprobs);
          case Part.Refusal empty -> new Part.Refusal(said);
          case Part.ToolCall call -> new Part.ToolCall(call.id(), call.name(), said);
          case Part.Reasoning thought -> new Part.Reasoning(thought.id(), said, seal.toString());
          default -> part;
        };
    done(whole, out);
    ObjectNode item = ResponsesOutput.write(whole, id, "completed");
    ObjectNode done = Json.object().put("type", "response.output_item.done");
    done.put("output_index", index).set("item", item);
    events.write(done, out);
    return item;
  }

  private void done(Part whole, Sse out) {
    switch (whole) {
      case Part.Text said -> {
        ObjectNode done =
            event("response.output_text.done").put("content_index", 0).put("text", said.text());
        done.set("logprobs", logprobs);
        events.write(done, out);
        content("done", ResponsesOutput.text(said.text(), logprobs), out);
      }
      case Part.Refusal said -> {
        events.write(
            event("response.refusal.done").put("content_index", 0).put("refusal", said.text()),
            out);
        content("done", ResponsesOutput.refusal(said.text()), out);
      }
      case Part.ToolCall call ->
          events.write(
              event("response.function_call_arguments.done")
                  .put("name", call.name())
                  .put("arguments", call.arguments()),
              out);
      case Part.Reasoning thought -> {
        if (!thought.text().isEmpty()) {
          events.write(
              event("response.reasoning_summary_text.done")
                  .put("summary_index", 0)
                  .put("text", thought.text()),
              out);
          summary("response.reasoning_summary_part.done", thought.text(), out);
        }
      }
      default -> {}
    }
  }

  private ObjectNode event(String type) {
    return Json.object().put("type", type).put("item_id", id).put("output_index", index);
  }

  private void content(String step, ObjectNode content, Sse out) {
    ObjectNode event = event("response.content_part." + step).put("content_index", 0);
    event.set("part", content);
    events.write(event, out);
  }

  private void summary(String type, String said, Sse out) {
    ObjectNode event = event(type).put("summary_index", 0);
    event.set("part", ResponsesOutput.summary(said));
    events.write(event, out);
  }
}
