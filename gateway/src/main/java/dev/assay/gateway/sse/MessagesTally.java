package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;

/** Answers of Anthropic's messages. */
final class MessagesTally implements AnswerTally {
  private final SaidText text = new SaidText();
  private TokenUsage usage = TokenUsage.NONE;
  private boolean done;
  private boolean failed;

  @Override
  public boolean wholeAnswer(Buffer body) {
    JsonNode answer = Events.json(body);
    for (JsonNode block : answer.path("content")) {
      if (block.path("type").asText().equals("text")) {
        text.add(block.path("text"));
      }
    }
    usage = TokenUsage.ofMessages(answer.path("usage"));
    failed = answer.path("error").isObject();
    return answer.isObject();
  }

  @Override
  public Buffer events(Buffer whole) {
    return Events.read(
        whole,
        data -> {
          event(Events.json(data));
          return true;
        });
  }

  private void event(JsonNode event) {
    switch (event.path("type").asText()) {
      case "message_start" ->
          usage = usage.updated(TokenUsage.ofMessages(event.path("message").path("usage")));
      case "content_block_delta" -> text.add(event.path("delta").path("text"));
      case "message_delta" -> usage = usage.updated(TokenUsage.ofMessages(event.path("usage")));
      case "message_stop" -> done = true;
      case "error" -> failed = true;
      default -> {
        // Blocks that begin and end, pings, and what is yet to be invented say nothing to count.
      }
    }
  }

  @Override
  public String text() {
    return text.toString();
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
