package dev.assay.gateway.dialect.messages;

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
import org.jspecify.annotations.Nullable;

/** Reads the events of a message. */
final class MessagesStreamReader implements StreamReader {
  private static final int NONE = -1;

  private List<Event> events = new ArrayList<>();
  private Usage usage = Usage.NONE;
  private boolean isStarted;
  private boolean isStopped;
  private int openIndex = NONE;

  /** Anthropic opens a text block before there is text; one that stays empty says nothing. */
  private @Nullable Part waiting;

  @Override
  public List<Event> read(String name, String data) throws Unreadable {
    events = new ArrayList<>();
    JsonNode event =
        Json.parse(data).orElseThrow(() -> new Unreadable("an event of its stream is no JSON"));
    String type = event.path("type").asText();
    if (!isStarted && !type.equals("message_start") && !type.equals("ping")) {
      refuseUnlessFault(type);
    }
    switch (type) {
      case "message_start" -> start(event.path("message"));
      case "content_block_start" -> open(event);
      case "content_block_delta" -> {
        requireOpen(event);
        delta(event.path("delta"));
      }
      case "content_block_stop" -> {
        requireOpen(event);
        close();
      }
      case "message_delta" -> {
        stop(event);
      }
      case "message_stop" -> end();
      case "ping" -> events.add(new Event.Ping());
      case "error" -> events.add(new Event.Failed(FaultReader.node(502, event)));
      // Anthropic reserves the right to add events; what nobody asked for changes nothing.
      default -> {}
    }
    return events;
  }

  private static void refuseUnlessFault(String type) throws Unreadable {
    if (!type.equals("error")) {
      throw new Unreadable("its stream begins without a message_start event");
    }
  }

  private void start(JsonNode message) {
    isStarted = true;
    usage = MessagesWords.usage(message.path("usage"), usage);
    events.add(
        new Event.Started(
            Json.string(message.path("id")).orElse("unnamed"),
            Json.string(message.path("model")).orElse(""),
            0,
            usage));
  }

  private void open(JsonNode event) throws Unreadable {
    if (openIndex != NONE || !event.path("index").isInt()) {
      throw new Unreadable("its stream opens a block within another");
    }
    openIndex = event.path("index").intValue();
    Part part = MessagesBlocks.read(event.path("content_block"));
    switch (part) {
      case Part.Text text -> {
        waiting = new Part.Text("");
        more(text.text());
      }
      case Part.Reasoning thought -> {
        events.add(new Event.Opened(new Part.Reasoning(thought.id(), "", "")));
        more(thought.text());
        seal(thought.seal());
      }
      case Part.ToolCall call -> {
        events.add(new Event.Opened(new Part.ToolCall(call.id(), call.name(), "")));
        more(call.arguments().equals("{}") ? "" : call.arguments());
      }
      default -> events.add(new Event.Opened(part));
    }
  }

  private void requireOpen(JsonNode event) throws Unreadable {
    if (openIndex == NONE || event.path("index").asInt(NONE) != openIndex) {
      throw new Unreadable("its stream goes on with a block that is not open");
    }
  }

  private void delta(JsonNode delta) throws Unreadable {
    switch (delta.path("type").asText()) {
      case "text_delta" -> more(delta.path("text").asText());
      case "thinking_delta" -> more(delta.path("thinking").asText());
      case "input_json_delta" -> more(delta.path("partial_json").asText());
      case "signature_delta" -> seal(delta.path("signature").asText());
      default -> throw new Unreadable("its stream holds a delta of a kind that nobody asked for");
    }
  }

  private void more(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (waiting != null) {
      events.add(new Event.Opened(waiting));
      waiting = null;
    }
    events.add(new Event.More(text));
  }

  private void seal(String signature) {
    if (!signature.isEmpty()) {
      events.add(new Event.Seal(signature));
    }
  }

  private void close() {
    openIndex = NONE;
    if (waiting == null) {
      events.add(new Event.Closed());
    }
    waiting = null;
  }

  private void stop(JsonNode event) throws Unreadable {
    usage = MessagesWords.usage(event.path("usage"), usage);
    events.add(new Event.Used(usage));
    if (Json.isSaid(event.path("delta").path("stop_reason"))) {
      isStopped = true;
      events.add(new Event.Stopped(MessagesWords.stop(event.path("delta"))));
    }
  }

  private void end() throws Unreadable {
    if (!isStopped || openIndex != NONE) {
      throw new Unreadable("its stream ended without a 'stop_reason'");
    }
    events.add(new Event.Ended());
  }
}
