package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Answers of responses. */
final class ResponsesTally implements AnswerTally {
  private static final int MAX_KEPT = 200;

  private SaidText text = new SaidText();
  private TokenUsage usage = TokenUsage.NONE;
  private boolean done;
  private boolean failed;
  private final Set<String> kept = new LinkedHashSet<>();

  @Override
  public boolean wholeAnswer(Buffer body) {
    JsonNode answer = Events.json(body);
    response(answer);
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
      case "response.output_text.delta" -> text.add(event.path("delta"));
      case "response.completed", "response.incomplete" -> {
        done = true;
        response(event.path("response"));
      }
      case "response.failed" -> {
        done = true;
        response(event.path("response"));
        failed = true;
      }
      case "error" -> failed = true;
      default -> id(event.path("response"));
    }
  }

  /** The whole response, which says again what its stream said. */
  private void response(JsonNode response) {
    SaidText whole = new SaidText();
    id(response);
    for (JsonNode item : response.path("output")) {
      if (!kept.isEmpty()) {
        keep(item.path("id"));
      }
      for (JsonNode part : item.path("content")) {
        if (part.path("type").asText().equals("output_text")) {
          whole.add(part.path("text"));
        }
      }
    }
    if (whole.pieces() > 0) {
      text = whole;
    }
    usage = usage.updated(TokenUsage.ofResponses(response.path("usage")));
    failed |= response.path("error").isObject();
  }

  private void id(JsonNode response) {
    if (response.path("store").asBoolean(true)) {
      keep(response.path("id"));
    }
  }

  private void keep(JsonNode name) {
    if (name.isTextual() && !name.textValue().isEmpty() && kept.size() < MAX_KEPT) {
      kept.add(name.textValue());
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

  @Override
  public List<String> kept() {
    return List.copyOf(kept);
  }
}
