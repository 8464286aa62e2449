package dev.assay.policies.judge;

import dev.assay.policies.judge.ParsedBody.Message;
import dev.assay.policies.judge.ParsedBody.Span;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the body of one endpoint has that others don't: how a conversation is said in it. */
sealed interface BodyShape
    permits ChatShape, ResponsesShape, CompletionsShape, EmbeddingsShape, MessagesShape {
  /**
   * Reads the value that the parser stands at.
   *
   * @return false, and nothing read, when this shape doesn't look at that field
   */
  boolean read(String field, StrictJson json) throws IOException, Malformed;

  /**
   * What was said.
   *
   * @param inside the byte after the body's opening brace
   * @throws Malformed when the endpoint needs something that is missing
   */
  Reading end(int inside) throws Malformed;

  /** What was said, and where learned text goes. */
  record Reading(
      List<Message> messages,
      List<Seam> seams,
      Optional<String> user,
      Optional<Span> conversation) {}
}
