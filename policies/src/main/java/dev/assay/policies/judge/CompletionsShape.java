package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.judge.ParsedBody.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's older completions. Learned text goes before each prompt that is text; where one is
 * tokens, only the model's tokenizer could add to it, so nothing is added to any.
 */
final class CompletionsShape implements BodyShape {
  private static final int MAX_PROMPTS = 2048;

  private final List<Message> messages = new ArrayList<>();
  private final List<Seam> seams = new ArrayList<>();
  private boolean tokens;

  @Override
  public boolean read(String field, StrictJson json) throws IOException, Malformed {
    if (!field.equals("prompt")) {
      return false;
    }
    if (json.at(JsonToken.START_ARRAY)) {
      while (!json.nextIs(JsonToken.END_ARRAY)) {
        readPrompt(json);
      }
    } else {
      readPrompt(json);
    }
    return true;
  }

  private void readPrompt(StrictJson json) throws IOException, Malformed {
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    if (!json.at(JsonToken.VALUE_STRING)) {
      if (!tokens || json.at(JsonToken.START_ARRAY)) {
        messages.add(new Message("user", ""));
      }
      tokens = true;
      json.skip();
      return;
    }
    if (messages.size() == MAX_PROMPTS) {
      throw new Malformed("'prompt' holds more than " + MAX_PROMPTS + " prompts.", "prompt");
    }
    messages.add(new Message("user", json.text("prompt")));
    int start = json.from() + 1;
    seams.add(new Seam(start, start, "", "\\n\\n"));
  }

  @Override
  public Reading end(int inside) {
    return new Reading(messages, tokens ? List.of() : seams, Optional.empty(), Optional.empty());
  }
}
