package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.sandbox.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion request, as far as the sandbox understands it.
 *
 * @param stops texts at which the answer ends
 * @param maxTokens the most tokens of an answer
 * @param logprobs whether the answer tells how likely its tokens were
 * @param topLogprobs how many tokens to name in each place
 */
record ChatRequest(
    String model,
    List<Message> messages,
    List<String> stops,
    int maxTokens,
    boolean logprobs,
    int topLogprobs,
    boolean stream,
    boolean includeUsage) {
  private static final int MAX_MESSAGES = 1_024;
  private static final int MAX_STOPS = 4;
  private static final int MAX_TOKENS = 4_096;
  private static final int MAX_TOP_LOGPROBS = 20;

  // Sampling settings are taken and change nothing: the likeliest label is the only answer.
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "stop",
          "logprobs",
          "top_logprobs",
          "n",
          "temperature",
          "top_p",
          "seed",
          "user");

  static ChatRequest parse(byte[] body) {
    ObjectNode request = Json.object(body, KNOWN);
    if (Json.integer(request, "n", 1, 1, 128) != 1) {
      throw ApiError.unsupported("n");
    }
    number(request, "temperature", 2);
    number(request, "top_p", 1);
    Json.integer(request, "seed", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    Json.optionalText(request, "user", 512);
    int maxTokens = Json.integer(request, "max_tokens", MAX_TOKENS, 1, Integer.MAX_VALUE);
    boolean logprobs = Json.flag(request, "logprobs");
    boolean stream = Json.flag(request, "stream");
    return new ChatRequest(
        Json.text(request, "model", 256),
        messages(Json.optional(request, "messages")),
        stops(Json.optional(request, "stop")),
        Json.integer(request, "max_completion_tokens", maxTokens, 1, Integer.MAX_VALUE),
        logprobs,
        topLogprobs(request, logprobs),
        stream,
        includeUsage(request, stream));
  }

  private static boolean includeUsage(ObjectNode request, boolean stream) {
    JsonNode options = Json.optional(request, "stream_options");
    if (options == null) {
      return false;
    }
    if (!stream || !(options instanceof ObjectNode object)) {
      throw ApiError.invalid(
          "stream_options", "'stream_options' must be an object and needs 'stream': true");
    }
    Json.onlyKnown(object, Set.of("include_usage"), "stream_options.");
    return Json.flag(object, "include_usage");
  }

  private static int topLogprobs(ObjectNode request, boolean logprobs) {
    int count = Json.integer(request, "top_logprobs", 0, 0, MAX_TOP_LOGPROBS);
    if (count > 0 && !logprobs) {
      throw ApiError.invalid("top_logprobs", "'top_logprobs' needs 'logprobs': true");
    }
    return count;
  }

  private static void number(ObjectNode request, String field, double most) {
    JsonNode value = Json.optional(request, field);
    if (value != null
        && (!value.isNumber() || !(value.doubleValue() >= 0) || value.doubleValue() > most)) {
      throw ApiError.invalid(field, "'" + field + "' must be a number from 0 to " + most);
    }
  }

  private static List<String> stops(@Nullable JsonNode stop) {
    if (stop == null) {
      return List.of();
    }
    List<String> stops = new ArrayList<>();
    for (JsonNode text : stop.isArray() ? stop : List.of(stop)) {
      if (!text.isTextual() || text.textValue().isEmpty()) {
        throw ApiError.invalid("stop", "'stop' must be a string or up to four, none empty");
      }
      stops.add(text.textValue());
    }
    if (stops.size() > MAX_STOPS) {
      throw ApiError.invalid("stop", "'stop' takes at most four strings");
    }
    return stops;
  }

  private static List<Message> messages(@Nullable JsonNode given) {
    if (given == null || !given.isArray() || given.isEmpty() || given.size() > MAX_MESSAGES) {
      throw ApiError.invalid("messages", "'messages' must have 1 to " + MAX_MESSAGES + " messages");
    }
    List<Message> messages = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      String path = "messages[" + i + "]";
      if (!(given.get(i) instanceof ObjectNode message)) {
        throw ApiError.invalid(path, "'" + path + "' must be an object");
      }
      Json.onlyKnown(message, Set.of("role", "content", "name"), path + ".");
      Message.Role role =
          switch (message.path("role").asText()) {
            case "system", "developer" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            default ->
                throw ApiError.invalid(
                    path + ".role",
                    "'" + path + ".role' must be system, developer, user or assistant");
          };
      messages.add(new Message(role, content(message.path("content"), path + ".content")));
    }
    return messages;
  }

  private static String content(JsonNode content, String path) {
    if (content.isTextual()) {
      return content.textValue();
    }
    if (!content.isArray()) {
      throw ApiError.invalid(path, "'" + path + "' must be a string or a list of text parts");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (!"text".equals(part.path("type").asText()) || !part.path("text").isTextual()) {
        throw ApiError.invalid(path, "'" + path + "' may have only parts of type text");
      }
      text.append(text.isEmpty() ? "" : "\n").append(part.path("text").textValue());
    }
    return text.toString();
  }
}
