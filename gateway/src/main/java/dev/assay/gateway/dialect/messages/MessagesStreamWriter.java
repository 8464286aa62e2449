package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.Fault;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Sse;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.StreamWriter;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.Optional;

/** Writes the events of a message. */
final class MessagesStreamWriter implements StreamWriter {
  private int index;
  private Part open = new Part.Text("");
  private Usage usage = Usage.NONE;
  private Stop stop = new Stop(Stop.Reason.END);

  @Override
  public void write(Event event, Sse out) throws Unreadable {
    switch (event) {
      case Event.Started started -> start(started, out);
      case Event.Opened opened -> {
        open = opened.part();
        ObjectNode block = event("content_block_start");
        block.put("index", index).set("content_block", shell(open));
        out.event("content_block_start", block);
      }
      case Event.More more -> delta(more(more.text()), out);
      case Event.Seal seal ->
          delta(
              Json.object().put("type", "signature_delta").put("signature", signature(seal.seal())),
              out);
      case Event.Closed closed -> {
        out.event("content_block_stop", event("content_block_stop").put("index", index));
        index++;
      }
      case Event.Used used -> usage = used.usage();
      case Event.Stopped stopped -> stop = stopped.stop();
      case Event.Ended ended -> end(out);
      case Event.Ping ping -> out.event("ping", event("ping"));
      case Event.Failed failed -> fail(failed.fault(), out);
    }
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private void start(Event.Started started, Sse out) {
    usage = started.usage();
    ObjectNode start = event("message_start");
    ObjectNode message =
        start
            .putObject("message")
            .put("id", started.id())
            .put("type", "message")
            .put("role", "assistant")
            .put("model", started.model());
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", MessagesWords.written(usage));
    out.event("message_start", start);
  }

  private static ObjectNode shell(Part part) throws Unreadable {
    ObjectNode block = MessagesBlocks.write(part);
    if (part instanceof Part.Reasoning) {
      // Its name comes with its seal.
      block.put("signature", "");
    }
    return block;
  }

  private String signature(String seal) {
    Optional<String> id =
        open instanceof Part.Reasoning thought ? thought.id() : Optional.<String>empty();
    return Seals.signature(id, seal);
  }

  private ObjectNode more(String text) {
    return switch (open) {
      case Part.ToolCall call ->
          Json.object().put("type", "input_json_delta").put("partial_json", text);
      case Part.Reasoning thought ->
          Json.object().put("type", "thinking_delta").put("thinking", text);
      default -> Json.object().put("type", "text_delta").put("text", text);
    };
  }

  private void delta(ObjectNode delta, Sse out) {
    ObjectNode event = event("content_block_delta").put("index", index);
    event.set("delta", delta);
    out.event("content_block_delta", event);
  }

  /** Reason and usage stand in one event, and a provider may tell its usage last of all. */
  private void end(Sse out) {
    ObjectNode last = event("message_delta");
    MessagesWords.stop(stop, last.putObject("delta"));
    last.set("usage", MessagesWords.written(usage));
    out.event("message_delta", last);
    out.event("message_stop", event("message_stop"));
  }

  @Override
  public void fail(Fault fault, Sse out) {
    out.event("error", MessagesWords.fault(fault));
  }
}
