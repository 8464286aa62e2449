package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.judge.ParsedBody.Span;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field whose text stands before the conversation, such as {@code instructions} or {@code
 * system}. Learned text follows what the client wrote there.
 */
final class InstructionText {
  private final String field;
  private String text = "";
  private @Nullable Seam seam;

  InstructionText(String field) {
    this.field = field;
  }

  void read(StrictJson json) throws IOException, Malformed {
    if (json.at(JsonToken.VALUE_NULL)) {
      Span none = json.skipped();
      seam = new Seam(none.from(), none.to(), "\"", "\"");
      return;
    }
    if (json.at(JsonToken.START_ARRAY)) {
      readBlocks(json);
      return;
    }
    text = json.text(field);
    int end = json.skipped().to() - 1;
    seam = new Seam(end, end, text.isEmpty() ? "" : "\\n\\n", "");
  }

  private void readBlocks(StrictJson json) throws IOException, Malformed {
    int from = json.from();
    text = Contents.text(json, field);
    int end = json.from();
    boolean empty = end == from + 1;
    seam = new Seam(end, end, (empty ? "" : ",") + "{\"type\":\"text\",\"text\":\"", "\"}");
  }

  /** What the client wrote. */
  Optional<ParsedBody.Message> message() {
    return text.isEmpty() ? Optional.empty() : Optional.of(new ParsedBody.Message("system", text));
  }

  /**
   * Where learned text goes.
   *
   * @param inside the byte after the body's opening brace
   */
  Seam seam(int inside) {
    Seam found = seam;
    return found != null ? found : new Seam(inside, inside, "\"" + field + "\":\"", "\",");
  }
}
