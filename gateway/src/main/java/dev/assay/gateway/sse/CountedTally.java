package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;

/** Answers that say nothing, only count: embeddings and counted tokens. */
final class CountedTally extends AnswerTally {
  @Override
  void whole(JsonNode answer) {
    usage = TokenUsage.ofChat(answer.path("usage"));
  }

  @Override
  public Buffer events(Buffer whole) {
    return whole;
  }

  @Override
  boolean event(String data) {
    return true;
  }
}
