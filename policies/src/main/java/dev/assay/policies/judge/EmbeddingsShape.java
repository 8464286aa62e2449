package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** OpenAI's embeddings: nothing is answered, so nothing learned has a place. */
final class EmbeddingsShape implements BodyShape {
  private boolean given;

  @Override
  public boolean read(String field, StrictJson json) throws IOException, Malformed {
    if (!field.equals("input")) {
      return false;
    }
    given = !json.at(JsonToken.VALUE_NULL);
    json.skip();
    return true;
  }

  @Override
  public Reading end(int inside) throws Malformed {
    if (!given) {
      throw new Malformed("'input' is missing: give a text, or an array of texts.", "input");
    }
    return new Reading(List.of(), List.of(), Optional.empty(), Optional.empty());
  }
}
