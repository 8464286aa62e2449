package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whole answers, read and written. */
final class MessagesAnswers {
  private MessagesAnswers() {}

  static Answer read(ObjectNode body) throws Unreadable {
    if (!body.path("content").isArray()) {
      throw new Unreadable("a message must have 'content'");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode block : body.path("content")) {
      Part part = MessagesBlocks.read(block);
      if (!(part instanceof Part.Text text && text.text().isEmpty())) {
        parts.add(part);
      }
    }
    return new Answer(
        Json.string(body.path("id")).orElse("unnamed"),
        Json.string(body.path("model")).orElse(""),
        0,
        parts,
        MessagesWords.stop(body),
        MessagesWords.usage(body.path("usage"), Usage.NONE),
        Json.string(body.path("usage").path("service_tier")).flatMap(MessagesAnswers::tier));
  }

  /** In OpenAI's words. */
  private static Optional<String> tier(String tier) {
    return switch (tier) {
      case "standard" -> Optional.of("default");
      case "priority" -> Optional.of("priority");
      default -> Optional.empty();
    };
  }

  static ObjectNode write(Answer answer) throws Unreadable {
    ObjectNode body =
        Json.object()
            .put("id", answer.id())
            .put("type", "message")
            .put("role", "assistant")
            .put("model", answer.model());
    ArrayNode content = body.putArray("content");
    for (Part part : answer.parts()) {
      content.add(MessagesBlocks.write(part));
    }
    MessagesWords.stop(answer.stop(), body);
    ObjectNode usage = MessagesWords.written(answer.usage());
    answer
        .serviceTier()
        .map(tier -> tier.equals("priority") ? "priority" : "standard")
        .ifPresent(tier -> usage.put("service_tier", tier));
    body.set("usage", usage);
    return body;
  }
}
