package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream's calls of tools, one whole call after the other. A chat may tell of several at once;
 * what comes of a later one while the one before is not whole is held back until it is.
 */
final class ChatCalls {
  /** The most that is held back. */
  private static final int MAX_HELD_CHARS = 1024 * 1024;

  private static final int MAX_CALLS = 1_000;

  private final List<Call> calls = new ArrayList<>();
  private int begun;
  private boolean isOpen;
  private int heldChars;

  /** One call, with what came of it and was not told yet. */
  private static final class Call {
    private final int index;
    private final String id;
    private final String name;
    private final StringBuilder held = new StringBuilder();
    private final Braces braces = new Braces();

    Call(int index, String id, String name) {
      this.index = index;
      this.id = id;
      this.name = name;
    }
  }

  /** Whether the JSON object that arguments are has come to its end. */
  private static final class Braces {
    private int depth;
    private boolean isInText;
    private boolean isEscaped;
    private boolean isWhole;

    void read(CharSequence more) {
      for (int i = 0; i < more.length(); i++) {
        char next = more.charAt(i);
        if (isEscaped) {
          isEscaped = false;
        } else if (isInText) {
          isEscaped = next == '\\';
          isInText = next != '"';
        } else if (next == '"') {
          isInText = true;
        } else if (next == '{' || next == '[') {
          depth++;
        } else if (next == '}' || next == ']') {
          depth--;
          isWhole |= depth == 0;
        }
      }
    }
  }

  /** Whether there was any. */
  boolean any() {
    return !calls.isEmpty();
  }

  /** Reads one entry of a chunk's {@code tool_calls}. */
  void read(JsonNode delta, List<Event> out) throws Unreadable {
    JsonNode function = delta.path("function");
    Optional<String> id = Json.string(delta.path("id")).filter(text -> !text.isEmpty());
    String more = Json.string(function.path("arguments")).orElse("");
    Call call = known(delta.path("index"), id);
    if (call == null) {
      call = added(delta.path("index"), id, Json.string(function.path("name")).orElse(""));
    } else if (!more.isEmpty() && isOver(call)) {
      throw new Unreadable("its stream goes back to a tool call that had ended");
    }
    call.held.append(more);
    heldChars += more.length();
    advance(out);
    if (heldChars > MAX_HELD_CHARS) {
      throw new Unreadable("its tool calls are longer than " + MAX_HELD_CHARS + " characters");
    }
  }

  /** Some servers give every call the same index; then its id tells that it is another. */
  private @Nullable Call known(JsonNode index, Optional<String> id) {
    for (Call call : calls.reversed()) {
      boolean named = index.isInt() ? call.index == index.intValue() : id.isEmpty();
      if (named) {
        return id.isEmpty() || id.get().equals(call.id) ? call : null;
      }
    }
    return null;
  }

  private Call added(JsonNode index, Optional<String> id, String name) throws Unreadable {
    if (id.isEmpty() || name.isEmpty()) {
      throw new Unreadable("a tool call in its stream has no id or no function name");
    }
    if (calls.size() == MAX_CALLS) {
      throw new Unreadable("its stream holds more than " + MAX_CALLS + " tool calls");
    }
    Call call = new Call(index.isInt() ? index.intValue() : calls.size(), id.get(), name);
    calls.add(call);
    return call;
  }

  private boolean isOver(Call call) {
    int at = calls.indexOf(call);
    return at < begun - 1 || (at == begun - 1 && !isOpen);
  }

  private void advance(List<Event> out) {
    while (isOpen || begun < calls.size()) {
      if (!isOpen) {
        begin(out);
      }
      Call open = calls.get(begun - 1);
      if (!open.held.isEmpty()) {
        out.add(new Event.More(open.held.toString()));
        open.braces.read(open.held);
        heldChars -= open.held.length();
        open.held.setLength(0);
      }
      if (!open.braces.isWhole || begun == calls.size()) {
        return;
      }
      close(out);
    }
  }

  private void begin(List<Event> out) {
    Call next = calls.get(begun);
    begun++;
    isOpen = true;
    out.add(new Event.Opened(new Part.ToolCall(next.id, next.name, "")));
  }

  /** Something else follows the open call, if there is one. */
  void close(List<Event> out) {
    if (isOpen) {
      isOpen = false;
      out.add(new Event.Closed());
    }
  }

  /** Nothing follows any more. */
  void end(List<Event> out) {
    close(out);
    while (begun < calls.size()) {
      advance(out);
      close(out);
    }
  }
}
