package dev.assay.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.StreamReader;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stream adds up to, read as a client of its API would. */
final class Collected {
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder seal = new StringBuilder();
  private final ArrayNode logprobs = Json.array();
  private Part open = new Part.Text("");
  private Event.Started started = new Event.Started("", "", 0, Usage.NONE);
  private Stop stop = new Stop(Stop.Reason.END);
  private Usage usage = Usage.NONE;
  private boolean isEnded;

  /** Reads a whole stream; it must end properly. */
  static Answer of(StreamReader reader, String stream) throws Exception {
    Collected collected = new Collected();
    for (String event : stream.split("\n\n", -1)) {
      String name = "";
      for (String line : event.split("\n", -1)) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          for (Event read : reader.read(name, line.substring("data: ".length()))) {
            collected.add(read);
          }
        }
      }
    }
    if (!collected.isEnded) {
      throw new AssertionError("the stream has no end: " + stream);
    }
    return new Answer(
        collected.started.id(),
        collected.started.model(),
        collected.started.createdSeconds(),
        collected.parts,
        collected.stop,
        collected.usage,
        Optional.empty());
  }

  private void add(Event event) {
    switch (event) {
      case Event.Started first -> started = first;
      case Event.Opened opened -> {
        open = opened.part();
        text.setLength(0);
        seal.setLength(0);
        logprobs.removeAll();
      }
      case Event.More more -> {
        text.append(more.text());
        JsonNode likely = more.logprobs();
        if (likely != null) {
          likely.forEach(logprobs::add);
        }
      }
      case Event.Seal more -> seal.append(more.seal());
      case Event.Closed closed -> parts.add(whole());
      case Event.Stopped stopped -> stop = stopped.stop();
      case Event.Used used -> usage = used.usage();
      case Event.Ended ended -> isEnded = true;
      case Event.Ping ping -> {}
      case Event.Failed failed -> throw new AssertionError(failed.fault().message());
    }
  }

  private Part whole() {
    String said = text.toString();
    return switch (open) {
      case Part.Text empty -> new Part.Text(said, logprobs.isEmpty() ? null : logprobs.deepCopy());
      case Part.Refusal empty -> new Part.Refusal(said);
      case Part.ToolCall call -> new Part.ToolCall(call.id(), call.name(), said);
      // Without a seal its name says nothing.
      case Part.Reasoning thought ->
          new Part.Reasoning(thought.id().filter(id -> !seal.isEmpty()), said, seal.toString());
      default -> open;
    };
  }
}
