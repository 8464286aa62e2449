package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Anthropic's messages. Learned text goes to the end of {@code system}. */
final class MessagesShape implements BodyShape {
  private final ChatShape messages = new ChatShape();
  private final InstructionText system = new InstructionText("system");
  private Optional<String> user = Optional.empty();

  @Override
  public boolean read(String field, StrictJson json) throws IOException, Malformed {
    if (field.equals("system")) {
      system.read(json);
      return true;
    }
    if (field.equals("metadata") && json.at(JsonToken.START_OBJECT)) {
      readMetadata(json);
      return true;
    }
    return messages.read(field, json);
  }

  private void readMetadata(StrictJson json) throws IOException, Malformed {
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      if (name.get().equals("user_id")) {
        user = json.textOrNull("metadata.user_id");
      } else {
        json.skip();
      }
      name = json.nextField();
    }
  }

  @Override
  public Reading end(int inside) throws Malformed {
    List<ParsedBody.Message> all = new ArrayList<>();
    system.message().ifPresent(all::add);
    all.addAll(messages.end(inside).messages());
    return new Reading(all, List.of(system.seam(inside)), user, Optional.empty());
  }
}
