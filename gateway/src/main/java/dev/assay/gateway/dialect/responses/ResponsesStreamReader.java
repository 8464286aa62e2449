package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.FaultReader;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.StreamReader;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the events of a response. */
final class ResponsesStreamReader implements StreamReader {
  private List<Event> events = new ArrayList<>();
  private boolean isStarted;
  private boolean hasCalls;
  private boolean hasRefusal;
  private boolean isItemOpen;

  /** A part that is announced but has said nothing yet. */
  private @Nullable Part waiting;

  private boolean isPartOpen;
  private boolean hasMore;

  /** Whether thoughts are told as a summary or in full: one that tells both is heard once. */
  private String thoughtKind = "";

  @Override
  public List<Event> read(String name, String data) throws Unreadable {
    events = new ArrayList<>();
    JsonNode event =
        Json.parse(data).orElseThrow(() -> new Unreadable("an event of its stream is no JSON"));
    String type = event.path("type").asText(name);
    if (!isStarted && !type.equals("response.created") && !type.equals("error")) {
      throw new Unreadable("its stream begins without a response.created event");
    }
    switch (type) {
      case "response.created" -> start(event.path("response"));
      case "response.output_item.added" -> added(event.path("item"));
      case "response.content_part.added" -> part(event.path("part"));
      case "response.output_text.delta", "response.function_call_arguments.delta" -> more(event);
      case "response.refusal.delta" -> {
        hasRefusal = true;
        more(event);
      }
      case "response.reasoning_summary_text.delta" -> thought("summary", event);
      case "response.reasoning_text.delta" -> thought("content", event);
      case "response.reasoning_summary_part.added" -> {
        if (hasMore) {
          more("\n\n", null);
        }
      }
      case "response.content_part.done" -> {
        if (!(waiting instanceof Part.Reasoning) && thoughtKind.isEmpty()) {
          close();
        }
      }
      case "response.output_item.done" -> done(event.path("item"));
      case "response.completed", "response.incomplete" -> end(event.path("response"));
      case "response.failed" ->
          events.add(new Event.Failed(FaultReader.node(502, event.path("response"))));
      case "error" -> events.add(new Event.Failed(FaultReader.node(502, event)));
      // Progress, and what ends with its item anyway.
      default -> {}
    }
    return events;
  }

  private void start(JsonNode response) {
    isStarted = true;
    events.add(
        new Event.Started(
            Json.string(response.path("id")).orElse("unnamed"),
            Json.string(response.path("model")).orElse(""),
            ResponsesAnswers.seconds(response.path("created_at")),
            Usage.NONE));
  }

  private void added(JsonNode item) throws Unreadable {
    if (isItemOpen) {
      throw new Unreadable("its stream opens an item within another");
    }
    isItemOpen = true;
    thoughtKind = "";
    switch (item.path("type").asText()) {
      case "message" -> {}
      case "function_call" -> {
        Part.ToolCall call = ResponsesAnswers.call(item);
        hasCalls = true;
        waiting = new Part.ToolCall(call.id(), call.name(), "");
        open();
      }
      case "reasoning" -> waiting = new Part.Reasoning(Json.string(item.path("id")), "", "");
      default -> throw new Unreadable("it holds an item of a kind that nobody asked for");
    }
  }

  private void part(JsonNode part) throws Unreadable {
    switch (part.path("type").asText()) {
      case "output_text" -> waiting = new Part.Text("");
      case "refusal" -> waiting = new Part.Refusal("");
      case "reasoning_text" -> {}
      default -> throw new Unreadable("it holds content of a kind that nobody asked for");
    }
  }

  private void open() {
    Part part = waiting;
    if (part != null) {
      waiting = null;
      isPartOpen = true;
      hasMore = false;
      events.add(new Event.Opened(part));
    }
  }

  private void thought(String kind, JsonNode event) throws Unreadable {
    if (thoughtKind.isEmpty() || thoughtKind.equals(kind)) {
      thoughtKind = kind;
      more(event);
    }
  }

  private void more(JsonNode event) throws Unreadable {
    JsonNode logprobs = event.path("logprobs");
    more(event.path("delta").asText(), logprobs.isEmpty() ? null : logprobs);
  }

  private void more(String text, @Nullable JsonNode logprobs) throws Unreadable {
    if (text.isEmpty()) {
      return;
    }
    open();
    if (!isPartOpen) {
      throw new Unreadable("its stream goes on with what is not open");
    }
    hasMore = true;
    events.add(new Event.More(text, logprobs));
  }

  private void close() {
    if (isPartOpen) {
      events.add(new Event.Closed());
    }
    isPartOpen = false;
    hasMore = false;
    waiting = null;
  }

  private void done(JsonNode item) throws Unreadable {
    switch (item.path("type").asText()) {
      case "function_call" -> {
        if (!hasMore) {
          more(item.path("arguments").asText(), null);
        }
      }
      case "reasoning" -> reasoningDone(item);
      default -> {}
    }
    close();
    isItemOpen = false;
  }

  private void reasoningDone(JsonNode item) throws Unreadable {
    Optional<Part> whole = ResponsesAnswers.reasoning(item);
    if (whole.isPresent() && whole.get() instanceof Part.Reasoning thought) {
      if (!hasMore) {
        more(thought.text(), null);
      }
      if (!thought.seal().isEmpty()) {
        open();
        events.add(new Event.Seal(thought.seal()));
      }
    }
  }

  private void end(JsonNode response) throws Unreadable {
    if (isItemOpen) {
      throw new Unreadable("its stream ended within an item");
    }
    events.add(new Event.Used(ResponsesWords.usage(response.path("usage"))));
    events.add(
        new Event.Stopped(
            ResponsesWords.stop(response).withCalls(hasCalls).withRefusal(hasRefusal)));
    events.add(new Event.Ended());
  }
}
