package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.Fault;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Sse;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.StreamWriter;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the events of a response. Its last one repeats all of it, so all of it is kept. */
final class ResponsesStreamWriter implements StreamWriter {
  /** The most that is kept of one tool call's arguments. */
  static final int MAX_ARGUMENTS_CHARS = 1024 * 1024;

  /** The most that is kept of all that a model says. */
  static final int MAX_CHARS = 8 * 1024 * 1024;

  /** What an item takes that says nothing. */
  private static final int ITEM_CHARS = 256;

  private final Asked asked;
  private ResponsesEnvelope envelope;
  private final ArrayNode output = Json.array();
  private final ResponsesEvents events = new ResponsesEvents();
  private @Nullable ResponsesItem open;
  private Usage usage = Usage.NONE;
  private Stop stop = new Stop(Stop.Reason.END);
  private boolean isStarted;
  private boolean hasRefusal;
  private int chars;

  ResponsesStreamWriter(Asked asked) {
    this.asked = asked;
    this.envelope = new ResponsesEnvelope(asked, "unnamed", "", 0);
  }

  @Override
  public void write(Event event, Sse out) throws Unreadable {
    switch (event) {
      case Event.Started started -> start(started, out);
      case Event.Opened opened -> open(opened.part(), out);
      case Event.More more -> more(more.text(), more.logprobs(), out);
      case Event.Seal seal -> {
        keep(seal.seal().length());
        item().seal(seal.seal());
      }
      case Event.Closed closed -> close(out);
      case Event.Used used -> usage = used.usage();
      case Event.Stopped stopped -> stop(stopped.stop(), out);
      case Event.Ended ended -> end(out);
      case Event.Ping ping -> out.ping();
      case Event.Failed failed -> fail(failed.fault(), out);
    }
  }

  private void start(Event.Started started, Sse out) {
    isStarted = true;
    usage = started.usage();
    envelope =
        new ResponsesEnvelope(asked, started.id(), started.model(), started.createdSeconds());
    events.response("response.created", envelope.open("in_progress"), out);
    events.response("response.in_progress", envelope.open("in_progress"), out);
  }

  private void open(Part part, Sse out) throws Unreadable {
    keep(ITEM_CHARS);
    hasRefusal |= part instanceof Part.Refusal;
    String id = envelope.itemId(ResponsesOutput.kind(part), output.size());
    open = new ResponsesItem(part, id, output.size(), events);
    open.start(out);
  }

  private ResponsesItem item() throws Unreadable {
    if (open == null) {
      throw new Unreadable("its stream goes on with what is not open");
    }
    return open;
  }

  private void more(String text, @Nullable JsonNode logprobs, Sse out) throws Unreadable {
    keep(text.length() + (logprobs == null ? 0 : Json.text(logprobs).length()));
    item().more(text, logprobs, out);
  }

  private void keep(int more) throws Unreadable {
    chars += more;
    if (chars > MAX_CHARS) {
      throw new Unreadable("it is longer than " + MAX_CHARS + " characters");
    }
  }

  private void close(Sse out) throws Unreadable {
    output.add(item().end(out));
    open = null;
  }

  private void stop(Stop why, Sse out) throws Unreadable {
    stop = why;
    Optional<Part> refusal = ResponsesOutput.explanation(why.explanation());
    if (refusal.isPresent() && refusal.get() instanceof Part.Refusal said) {
      open(new Part.Refusal(""), out);
      more(said.text(), null, out);
      close(out);
    }
  }

  private void end(Sse out) {
    ObjectNode response = envelope.open("completed");
    ResponsesWords.stop(stop, hasRefusal, response);
    response.set("output", output);
    response.set("usage", ResponsesWords.written(usage));
    events.response("response." + response.path("status").asText(), response, out);
  }

  /** What was said until then stays said. */
  @Override
  public void fail(Fault fault, Sse out) {
    ObjectNode error = Json.object().put("type", "error");
    error.put("code", fault.code().or(fault::type).orElse("server_error"));
    error.put("message", fault.message());
    error.put("param", fault.param().orElse(null));
    events.write(error, out);
    if (isStarted) {
      ObjectNode response = envelope.open("failed");
      response
          .putObject("error")
          .put("code", fault.status() == 429 ? "rate_limit_exceeded" : "server_error")
          .put("message", fault.message());
      response.set("output", output);
      events.response("response.failed", response, out);
    }
  }
}
