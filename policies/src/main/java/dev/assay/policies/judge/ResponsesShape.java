package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.judge.ParsedBody.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's responses. Learned text goes to the end of {@code instructions}, which a later response
 * does not take over: what was learned since then counts, and only once.
 */
final class ResponsesShape implements BodyShape {
  private final InstructionText instructions = new InstructionText("instructions");
  private final List<Message> messages = new ArrayList<>();

  @Override
  public boolean read(String field, StrictJson json) throws IOException, Malformed {
    switch (field) {
      case "instructions" -> {
        if (json.at(JsonToken.START_ARRAY)) {
          throw new Malformed("'instructions' must be a string.", field);
        }
        instructions.read(json);
      }
      case "input" -> readInput(json);
      case "previous_response_id" -> refer(json, field);
      case "conversation" -> readConversation(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readConversation(StrictJson json) throws IOException, Malformed {
    if (!json.at(JsonToken.START_OBJECT)) {
      refer(json, "conversation");
      return;
    }
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      if (name.get().equals("id")) {
        refer(json, "conversation.id");
      } else {
        json.skip();
      }
      name = json.nextField();
    }
  }

  private static void refer(StrictJson json, String field) throws IOException, Malformed {
    Optional<String> id = json.textOrNull(field);
    if (id.isPresent()) {
      json.references().add(id.get());
    }
  }

  private void readInput(StrictJson json) throws IOException, Malformed {
    if (json.at(JsonToken.VALUE_STRING)) {
      messages.add(new Message("user", json.text("input")));
      return;
    }
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    if (!json.at(JsonToken.START_ARRAY)) {
      throw new Malformed("'input' must be a string or an array of items.", "input");
    }
    int count = 0;
    while (!json.nextIs(JsonToken.END_ARRAY)) {
      if (count == ChatShape.MAX_MESSAGES) {
        throw new Malformed(
            "'input' holds more than " + ChatShape.MAX_MESSAGES + " items: shorten it.", "input");
      }
      readItem(json, "input[" + count + "]");
      count++;
    }
  }

  /** An item without a role is a call, a result or a reference to what a provider keeps. */
  private void readItem(StrictJson json, String at) throws IOException, Malformed {
    json.requireObject(at);
    Optional<String> role = Optional.empty();
    Optional<String> id = Optional.empty();
    String type = "";
    String text = "";
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      switch (name.get()) {
        case "role" -> role = Optional.of(json.text(at + ".role"));
        case "type" -> type = json.textOrNull(at + ".type").orElse("");
        case "id" -> id = json.textOrNull(at + ".id");
        case "approval_request_id" -> repeat(json, json.textOrNull(at + ".approval_request_id"));
        case "content" -> text = Contents.text(json, at + ".content");
        default -> json.skip();
      }
      name = json.nextField();
    }
    String said = text;
    role.ifPresent(who -> messages.add(new Message(who, said)));
    boolean refers = type.equals("item_reference") || (type.isEmpty() && role.isEmpty());
    if (id.isPresent() && refers) {
      json.references().add(id.get());
    } else {
      // Whoever reads an item may put what is kept under its name in its place.
      repeat(json, id);
    }
  }

  private static void repeat(StrictJson json, Optional<String> name) throws Malformed {
    if (name.isPresent()) {
      json.references().repeat(name.get());
    }
  }

  @Override
  public Reading end(int inside) {
    List<Message> all = new ArrayList<>();
    instructions.message().ifPresent(all::add);
    all.addAll(messages);
    return new Reading(all, List.of(instructions.seam(inside)), Optional.empty(), Optional.empty());
  }
}
