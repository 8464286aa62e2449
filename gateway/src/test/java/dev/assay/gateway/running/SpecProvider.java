package dev.assay.gateway.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that answers every model call as its API's reference says: with a text, or with two
 * tool calls at once where it is offered tools and has no result of them yet. What it does wrong it
 * does by a word in the model's name.
 */
public final class SpecProvider implements RawUpstream.Script {
  /** What its models say. */
  public static final String TEXT = "Grüße an 世界 👋";

  /** Answers with an error of its API, status 400. */
  public static final String REFUSES = "refuses";

  /** Answers with an error of its API, status 429, and a time to wait. */
  public static final String LIMITED = "limited";

  /** Answers with status 500 and no word that a client may see. */
  public static final String FAILS = "fails";

  /** Dies in the middle of its answer. */
  public static final String DIES = "dies";

  /** A provider gives every response a name of its own. */
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** So small that events and characters are cut anywhere. */
  private static final int PIECE_BYTES = 11;

  private static final Map<String, String> APIS =
      Map.of(
          "/v1/chat/completions", "chat",
          "/v1/responses", "responses",
          "/v1/completions", "completions",
          "/v1/embeddings", "embeddings",
          "/v1/messages", "messages",
          "/v1/messages/count_tokens", "count_tokens");

  @Override
  public void play(RawUpstream.Asked asked, RawUpstream.Line line) throws IOException {
    String api = APIS.get(asked.start().replaceFirst("POST ([^ ?]*).*", "$1"));
    String body = asked.text().replaceAll("\\s", "");
    if (api == null) {
      line.json(404, error(false, "not_found_error", "There is no such endpoint."));
    } else if (isModel(body, REFUSES)) {
      line.json(400, error(isAnthropic(api), "invalid_request_error", "I'd rather not."));
    } else if (isModel(body, LIMITED)) {
      line.json(429, error(isAnthropic(api), "rate_limit_error", "Slow down."), "retry-after: 17");
    } else if (isModel(body, FAILS)) {
      line.json(500, "{\"error\":\"stack trace\"}");
    } else {
      answer(api, body, line);
    }
  }

  private static void answer(String api, String body, RawUpstream.Line line) throws IOException {
    boolean tools =
        body.contains("\"tools\":[{")
            && !body.contains("\"role\":\"tool\"")
            && !body.contains("\"type\":\"tool_result\"")
            && !body.contains("\"type\":\"function_call_output\"");
    boolean streams = body.contains("\"stream\":true");
    String name = api + variant(api, tools, body);
    byte[] bytes =
        ModelCall.spec(name + (streams ? ".sse" : ".json"))
            .replace("\"resp_1\"", "\"resp_" + NAMES.incrementAndGet() + "\"")
            .getBytes(StandardCharsets.UTF_8);
    int until = isModel(body, DIES) ? bytes.length / 2 : bytes.length;
    if (streams) {
      line.streamHead();
      for (int at = 0; at < until; at += PIECE_BYTES) {
        line.chunk(Arrays.copyOfRange(bytes, at, Math.min(until, at + PIECE_BYTES)));
      }
    } else {
      line.raw(
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
              + "content-length: %d\r\n\r\n".formatted(bytes.length));
      line.raw(Arrays.copyOf(bytes, until));
    }
    if (streams && until == bytes.length) {
      line.end();
    }
  }

  private static String variant(String api, boolean tools, String body) {
    if (body.contains("\"encoding_format\":\"base64\"")) {
      return "-base64";
    }
    return tools && !api.equals("count_tokens") ? "-tools" : "";
  }

  private static boolean isModel(String body, String name) {
    return body.matches("(?s).*\"model\":\"[^\"]*" + name + "[^\"]*\".*");
  }

  private static boolean isAnthropic(String api) {
    return api.equals("messages") || api.equals("count_tokens");
  }

  private static String error(boolean anthropic, String type, String message) {
    return anthropic
        ? "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}"
            .formatted(type, message)
        : "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":null}}"
            .formatted(message, type);
  }
}
