package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalDouble;

/** Answers of chat completions, and of completions, which differ in where the text stands. */
public final class ChatTally implements AnswerTally {
  private final boolean hidesUsage;
  private final SaidText text = new SaidText();
  private TokenUsage usage = TokenUsage.NONE;
  private boolean done;
  private boolean failed;
  private OptionalDouble margin = OptionalDouble.empty();

  /**
   * @param hidesUsage whether a stream's usage was asked for by the gateway alone
   */
  public ChatTally(boolean hidesUsage) {
    this.hidesUsage = hidesUsage;
  }

  @Override
  public boolean wholeAnswer(Buffer body) {
    JsonNode answer = Events.json(body);
    JsonNode choice = answer.path("choices").path(0);
    text.add(choice.path("message").path("content"));
    text.add(choice.path("text"));
    margin = AnswerMargin.of(choice);
    usage = TokenUsage.ofChat(answer.path("usage"));
    failed = answer.path("error").isObject();
    return answer.isObject();
  }

  @Override
  public Buffer events(Buffer whole) {
    return Events.read(whole, this::event);
  }

  private boolean event(String data) {
    if (data.equals("[DONE]")) {
      done = true;
      return true;
    }
    JsonNode chunk = Events.json(data);
    JsonNode choice = chunk.path("choices").path(0);
    text.add(choice.path("delta").path("content"));
    text.add(choice.path("text"));
    failed |= chunk.path("error").isObject();
    if (!chunk.path("usage").isObject()) {
      return true;
    }
    usage = usage.updated(TokenUsage.ofChat(chunk.path("usage")));
    return !hidesUsage || !choice.isMissingNode();
  }

  @Override
  public String text() {
    return text.toString();
  }

  @Override
  public OptionalDouble margin() {
    return margin;
  }

  @Override
  public TokenUsage usage() {
    return usage.completion() > 0 ? usage : usage.updated(new TokenUsage(0, 0, text.pieces(), 0));
  }

  @Override
  public boolean done() {
    return done;
  }

  @Override
  public boolean failed() {
    return failed;
  }
}
