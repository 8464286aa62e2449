package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers of Anthropic's messages. */
final class MessagesTally extends AnswerTally {
  @Override
  void whole(JsonNode answer) {
    for (JsonNode block : answer.path("content")) {
      began(block);
      if (block.path("input").isObject()) {
        beside.add(block.path("input").toString());
      }
    }
    usage = TokenUsage.ofMessages(answer.path("usage"));
  }

  @Override
  boolean event(String data) {
    JsonNode event = Events.json(data);
    switch (event.path("type").asText()) {
      case "message_start" ->
          usage = usage.updated(TokenUsage.ofMessages(event.path("message").path("usage")));
      case "content_block_start" -> began(event.path("content_block"));
      case "content_block_delta" -> {
        add(event.path("delta").path("text"), text);
        add(event.path("delta").path("thinking"), beside);
        add(event.path("delta").path("partial_json"), beside);
      }
      case "message_delta" -> {
        usage = usage.updated(TokenUsage.ofMessages(event.path("usage")));
        usageIsFinal |= event.path("usage").isObject();
      }
      case "message_stop" -> done = true;
      case "error" -> failed = true;
      default -> {
        // Blocks that end, pings, and what is yet to be invented say nothing to count.
      }
    }
    return true;
  }

  private void began(JsonNode block) {
    add(block.path("text"), text);
    add(block.path("thinking"), beside);
    add(block.path("name"), beside);
  }
}
