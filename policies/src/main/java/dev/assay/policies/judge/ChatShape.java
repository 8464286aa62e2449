package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.judge.ParsedBody.Message;
import dev.assay.policies.judge.ParsedBody.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's chat completions. Learned text is a message of its own after the leading system
 * messages, hence never between a tool call and its result.
 */
final class ChatShape implements BodyShape {
  static final int MAX_MESSAGES = 4096;

  private final List<Message> messages = new ArrayList<>();
  private Span array = new Span(0, 0);
  private int firstOther = -1;

  @Override
  public boolean read(String field, StrictJson json) throws IOException, Malformed {
    if (!field.equals("messages")) {
      return false;
    }
    json.requireArray(field);
    int from = json.from();
    while (!json.nextIs(JsonToken.END_ARRAY)) {
      if (messages.size() == MAX_MESSAGES) {
        throw new Malformed(
            "'messages' holds more than " + MAX_MESSAGES + " messages: shorten the conversation.",
            field);
      }
      readMessage(json);
    }
    array = new Span(from, json.from() + 1);
    return true;
  }

  private void readMessage(StrictJson json) throws IOException, Malformed {
    String at = "messages[" + messages.size() + "]";
    json.requireObject(at);
    int from = json.from();
    String role = null;
    String text = "";
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      switch (name.get()) {
        case "role" -> role = json.text(at + ".role");
        case "content" -> text = Contents.text(json, at + ".content");
        case "audio" -> readAudio(json);
        default -> json.skip();
      }
      name = json.nextField();
    }
    if (role == null) {
      throw new Malformed("'" + at + "' has no role.", at + ".role");
    }
    if (firstOther < 0 && !role.equals("system") && !role.equals("developer")) {
      firstOther = from;
    }
    messages.add(new Message(role, text));
  }

  /** What was said before is not repeated: its name stands for it. */
  private static void readAudio(StrictJson json) throws IOException, Malformed {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      if (name.get().equals("id") && json.at(JsonToken.VALUE_STRING)) {
        json.references().add(json.text("audio.id"));
      } else {
        json.skip();
      }
      name = json.nextField();
    }
  }

  @Override
  public Reading end(int inside) throws Malformed {
    if (messages.isEmpty()) {
      throw new Malformed("'messages' must hold at least one message.", "messages");
    }
    Seam seam =
        firstOther >= 0
            ? new Seam(firstOther, firstOther, "{\"role\":\"system\",\"content\":\"", "\"},")
            : new Seam(
                array.to() - 1, array.to() - 1, ",{\"role\":\"system\",\"content\":\"", "\"}");
    return new Reading(messages, List.of(seam), Optional.empty(), Optional.of(array));
  }
}
