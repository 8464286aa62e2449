package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.Fault;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Sse;
import dev.assay.gateway.dialect.neutral.StreamWriter;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the chunks of a chat completion. */
final class ChatStreamWriter implements StreamWriter {
  private final Asked asked;
  private final boolean isUsageWanted;
  private ObjectNode head = Json.object();
  private Usage usage = Usage.NONE;
  private Part open = new Part.Text("");
  private int calls;
  private int thoughts;
  private boolean hasThoughtText;
  private boolean hasRefusal;
  private boolean hasMore;

  ChatStreamWriter(Asked asked) {
    this.asked = asked;
    this.isUsageWanted = asked.conversation().delivery().isUsageWanted();
  }

  @Override
  public void write(Event event, Sse out) throws Unreadable {
    switch (event) {
      case Event.Started started -> start(started, out);
      case Event.Opened opened -> open(opened.part(), out);
      case Event.More more -> more(more.text(), more.logprobs(), out);
      case Event.Seal seal -> seal(seal.seal(), out);
      case Event.Closed closed -> closed(out);
      case Event.Used used -> usage = used.usage();
      case Event.Stopped stopped -> {
        Optional<String> why = stopped.stop().explanation();
        if (why.isPresent()) {
          delta(Json.object().put("refusal", why.get()), null, null, out);
        }
        delta(Json.object(), null, ChatWords.word(stopped.stop().reason(), hasRefusal), out);
      }
      case Event.Ended ended -> end(out);
      case Event.Ping ping -> out.ping();
      case Event.Failed failed -> fail(failed.fault(), out);
    }
  }

  private void start(Event.Started started, Sse out) {
    usage = started.usage();
    head =
        Json.object()
            .put("id", started.id())
            .put("object", "chat.completion.chunk")
            .put("created", asked.created(started.createdSeconds()))
            .put("model", started.model());
    delta(Json.object().put("role", "assistant").put("content", ""), null, null, out);
  }

  private void open(Part part, Sse out) throws Unreadable {
    open = part;
    hasMore = false;
    hasRefusal |= part instanceof Part.Refusal;
    switch (part) {
      case Part.ToolCall call -> {
        ObjectNode delta = Json.object();
        delta
            .putArray("tool_calls")
            .addObject()
            .put("index", calls)
            .put("id", call.id())
            .put("type", "function")
            .putObject("function")
            .put("name", call.name())
            .put("arguments", "");
        delta(delta, null, null, out);
      }
      case Part.SealedReasoning sealed -> {
        ObjectNode delta = Json.object();
        delta.putArray("reasoning_details").add(ChatReasoning.detail(sealed, thoughts));
        delta(delta, null, null, out);
      }
      case Part.Reasoning thought -> {
        if (hasThoughtText) {
          // As between the thoughts of a whole answer.
          delta(Json.object().put("reasoning_content", "\n\n"), null, null, out);
        }
      }
      case Part.Text text -> {}
      case Part.Refusal refusal -> {}
      case Part.Image image -> throw unspeakable();
      case Part.Document document -> throw unspeakable();
      case Part.ToolResult result -> throw unspeakable();
    }
  }

  private static Unreadable unspeakable() {
    return new Unreadable("it holds what chat completions have no place for");
  }

  private void more(String text, @Nullable JsonNode logprobs, Sse out) {
    hasMore = true;
    ObjectNode delta = Json.object();
    switch (open) {
      case Part.ToolCall call ->
          delta
              .putArray("tool_calls")
              .addObject()
              .put("index", calls)
              .putObject("function")
              .put("arguments", text);
      case Part.Reasoning thought -> {
        hasThoughtText = true;
        delta.put("reasoning_content", text);
        delta
            .putArray("reasoning_details")
            .add(ChatReasoning.detail(new Part.Reasoning(Optional.empty(), text, ""), thoughts));
      }
      case Part.Refusal refusal -> delta.put("refusal", text);
      default -> delta.put("content", text);
    }
    delta(delta, logprobs, null, out);
  }

  private void seal(String seal, Sse out) {
    ObjectNode delta = Json.object();
    Optional<String> id =
        open instanceof Part.Reasoning thought ? thought.id() : Optional.<String>empty();
    delta
        .putArray("reasoning_details")
        .add(ChatReasoning.detail(new Part.Reasoning(id, "", seal), thoughts));
    delta(delta, null, null, out);
  }

  private void closed(Sse out) {
    switch (open) {
      case Part.ToolCall call -> {
        if (!hasMore) {
          // A client parses them, and nothing at all is no JSON.
          more("{}", null, out);
        }
        calls++;
      }
      case Part.Reasoning thought -> thoughts++;
      case Part.SealedReasoning sealed -> thoughts++;
      default -> {}
    }
    open = new Part.Text("");
  }

  private void end(Sse out) {
    if (isUsageWanted) {
      ObjectNode last = head.deepCopy();
      last.putArray("choices");
      last.set("usage", ChatWords.written(usage));
      out.data(last);
    }
    out.done();
  }

  private void delta(
      ObjectNode delta, @Nullable JsonNode logprobs, @Nullable String finish, Sse out) {
    ObjectNode chunk = head.deepCopy();
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    if (logprobs == null) {
      choice.putNull("logprobs");
    } else {
      choice.putObject("logprobs").set("content", logprobs);
    }
    choice.put("finish_reason", finish);
    if (isUsageWanted) {
      chunk.putNull("usage");
    }
    out.data(chunk);
  }

  @Override
  public void fail(Fault fault, Sse out) {
    out.event("error", ChatWords.fault(fault));
  }
}
