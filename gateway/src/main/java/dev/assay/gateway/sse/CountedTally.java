package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;

/** Answers that say nothing, only count: embeddings and counted tokens. */
final class CountedTally implements AnswerTally {
  private TokenUsage usage = TokenUsage.NONE;
  private boolean failed;

  @Override
  public boolean wholeAnswer(Buffer body) {
    JsonNode answer = Events.json(body);
    usage = TokenUsage.ofChat(answer.path("usage"));
    failed = answer.path("error").isObject();
    return answer.isObject();
  }

  @Override
  public Buffer events(Buffer whole) {
    return whole;
  }

  @Override
  public String text() {
    return "";
  }

  @Override
  public TokenUsage usage() {
    return usage;
  }

  @Override
  public boolean done() {
    return false;
  }

  @Override
  public boolean failed() {
    return failed;
  }
}
