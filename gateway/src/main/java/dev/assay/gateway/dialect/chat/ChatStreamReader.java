package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.FaultReader;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.StreamReader;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a chat completion. */
final class ChatStreamReader implements StreamReader {
  private static final String DONE = "[DONE]";

  private List<Event> events = new ArrayList<>();
  private boolean isStarted;
  private final ChatCalls calls = new ChatCalls();
  private boolean hasRefusal;

  /** What kind of part is open beside the calls; {@code null} for none. */
  private @Nullable Class<? extends Part> open;

  private @Nullable Stop stop;

  @Override
  public List<Event> read(String name, String data) throws Unreadable {
    events = new ArrayList<>();
    if (data.equals(DONE)) {
      end();
      return events;
    }
    JsonNode chunk =
        Json.parse(data).orElseThrow(() -> new Unreadable("an event of its stream is no JSON"));
    if (name.equals("error") || Json.isSaid(chunk.path("error"))) {
      events.add(new Event.Failed(FaultReader.node(502, chunk)));
      return events;
    }
    if (!isStarted) {
      start(chunk);
    }
    if (chunk.path("choices").size() > 1) {
      throw new Unreadable("its stream holds more than one choice");
    }
    JsonNode choice = chunk.path("choices").path(0);
    delta(choice.path("delta"), choice.path("logprobs").path("content"));
    if (Json.isSaid(choice.path("finish_reason"))) {
      stop = ChatWords.stop(choice);
    }
    if (chunk.path("usage").isObject()) {
      events.add(new Event.Used(ChatWords.usage(chunk.path("usage"))));
    }
    return events;
  }

  private void start(JsonNode chunk) throws Unreadable {
    if (!chunk.path("choices").isArray()) {
      throw new Unreadable("its stream begins with no chunk of a chat completion");
    }
    isStarted = true;
    events.add(
        new Event.Started(
            Json.string(chunk.path("id")).orElse("unnamed"),
            Json.string(chunk.path("model")).orElse(""),
            Json.count(chunk.path("created")),
            Usage.NONE));
  }

  /** The words without a reason for the end are a promise that was not kept. */
  private void end() throws Unreadable {
    Stop why = stop;
    if (why == null) {
      throw new Unreadable("its stream ended without a 'finish_reason'");
    }
    close();
    calls.end(events);
    events.add(new Event.Stopped(why.withCalls(calls.any()).withRefusal(hasRefusal)));
    events.add(new Event.Ended());
  }

  private void delta(JsonNode delta, JsonNode logprobs) throws Unreadable {
    reasoning(delta);
    if (delta.path("content").isTextual() && !delta.path("content").textValue().isEmpty()) {
      open(new Part.Text(""));
      events.add(
          new Event.More(delta.path("content").textValue(), logprobs.isArray() ? logprobs : null));
    }
    if (delta.path("refusal").isTextual() && !delta.path("refusal").textValue().isEmpty()) {
      hasRefusal = true;
      open(new Part.Refusal(""));
      events.add(new Event.More(delta.path("refusal").textValue()));
    }
    for (JsonNode call : delta.path("tool_calls")) {
      call(call);
    }
    if (Json.isSaid(delta.path("audio")) || Json.isSaid(delta.path("function_call"))) {
      throw new Unreadable("its stream holds what cannot be said to this client");
    }
  }

  private void reasoning(JsonNode delta) {
    for (Part part : ChatReasoning.read(delta)) {
      switch (part) {
        case Part.Reasoning thought -> {
          open(new Part.Reasoning(thought.id(), "", ""));
          if (!thought.text().isEmpty()) {
            events.add(new Event.More(thought.text()));
          }
          if (!thought.seal().isEmpty()) {
            events.add(new Event.Seal(thought.seal()));
            close();
          }
        }
        default -> {
          close();
          events.add(new Event.Opened(part));
          events.add(new Event.Closed());
        }
      }
    }
  }

  private void call(JsonNode call) throws Unreadable {
    if (open != null) {
      open = null;
      events.add(new Event.Closed());
    }
    calls.read(call, events);
  }

  private void open(Part part) {
    if (open != part.getClass()) {
      close();
      open = part.getClass();
      events.add(new Event.Opened(part));
    }
  }

  private void close() {
    calls.close(events);
    if (open != null) {
      open = null;
      events.add(new Event.Closed());
    }
  }
}
