package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What applications need of a gateway, driven through it with a real LLM behind. */
final class LlmChecks {
  private static final String CHAT = "/v1/chat/completions";
  private static final String QUESTION = "Name three colours.";
  private static final String LONG_STORY = "Tell a very long story about a ship and its crew.";
  private static final int SHORT = 24;
  private static final int LONG = 1_000;
  private static final int ALL = Integer.MAX_VALUE;
  private static final int READ_BEFORE_GOING = 4;
  private static final Duration JOURNALLED = Duration.ofSeconds(10);
  private static final Duration RESTED = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 20;

  private final LlmCalls calls;
  private final Operator operator;
  private final LlmServer.Seen llm;
  private final URI slots;

  /**
   * Checks by this app's calls.
   *
   * @param endpoint the LLM's server, which may tell what it is working on
   */
  LlmChecks(LlmCalls calls, Operator operator, LlmServer.Seen llm, URI endpoint) {
    this.calls = calls;
    this.operator = operator;
    this.llm = llm;
    this.slots = endpoint.resolve("/slots");
  }

  List<LlmCheck> all() {
    return List.of(chat(), streaming(), logprobs(), cancellation(), messages(), responses());
  }

  private LlmCheck chat() {
    LlmCalls.Whole answer = calls.whole(CHAT, chat(QUESTION, SHORT, Map.of()));
    JsonNode usage = usage(answer.exchange());
    int tokens = usage.path("completionTokens").asInt();
    return LlmCheck.of(
        "chat",
        answer.status() == 200
            && answer.body().at("/choices/0/message/content").isTextual()
            && tokens > 0
            && tokens == answer.body().at("/usage/completion_tokens").asInt(),
        answer.status()
            + ", journalled with the provider's usage: "
            + usage.path("promptTokens").asInt()
            + " + "
            + tokens
            + " tokens");
  }

  private LlmCheck streaming() {
    LlmCalls.Streamed stream =
        calls.stream(
            CHAT,
            chat(
                QUESTION,
                SHORT,
                Map.of("stream", true, "stream_options", Map.of("include_usage", true))),
            ALL);
    List<LlmCalls.Event> words =
        stream.events().stream()
            .filter(event -> !event.json().at("/choices/0/delta/content").asText("").isEmpty())
            .toList();
    int tokens =
        stream.events().stream()
            .mapToInt(event -> event.json().at("/usage/completion_tokens").asInt(0))
            .max()
            .orElse(0);
    if (words.size() < 2) {
      return LlmCheck.of("streaming", false, words.size() + " chunks of text came");
    }
    double first = words.getFirst().millis();
    double last = words.getLast().millis();
    return LlmCheck.of(
        "streaming",
        last > first && tokens > 0 && stream.holds("[DONE]"),
        String.format(
            Locale.ROOT,
            "%d chunks of text, the first after %.0f ms, the last %.0f ms later; usage %d tokens,"
                + " then %s",
            words.size(),
            first,
            last - first,
            tokens,
            stream.holds("[DONE]") ? "[DONE]" : "no [DONE]"));
  }

  private LlmCheck logprobs() {
    if (!llm.logprobs()) {
      return new LlmCheck(
          "logprobs", LlmCheck.Result.NOT_OFFERED, "the server gave none when asked directly");
    }
    LlmCalls.Whole answer =
        calls.whole(CHAT, chat(QUESTION, SHORT, Map.of("logprobs", true, "top_logprobs", 2)));
    JsonNode tokens = answer.body().at("/choices/0/logprobs/content");
    return LlmCheck.of(
        "logprobs",
        !tokens.isEmpty() && tokens.path(0).path("top_logprobs").size() == 2,
        "of "
            + tokens.size()
            + " tokens; "
            + tokens.path(0).path("top_logprobs").size()
            + " alternatives with the first");
  }

  /** The client goes in the middle of an answer. */
  private LlmCheck cancellation() {
    LlmCalls.Streamed left =
        calls.stream(CHAT, chat(LONG_STORY, LONG, Map.of("stream", true)), READ_BEFORE_GOING);
    long gone = System.nanoTime();
    Optional<Double> rested = rested(gone);
    Optional<JsonNode> row = operator.exchange(left.exchange(), JOURNALLED);
    String outcome = row.map(it -> it.at("/record/outcome").asText()).orElse("not journalled");
    JsonNode usage = row.map(it -> it.at("/record/usage")).orElse(new ObjectMapper().missingNode());
    int tokens = usage.path("completionTokens").asInt();
    return LlmCheck.of(
        "cancellation",
        outcome.equals("CANCELLED") && tokens > 0 && tokens < LONG,
        String.format(
            Locale.ROOT,
            "the client left after %d events; journalled %s with %d of %,d tokens (%s); %s",
            left.events().size(),
            outcome,
            tokens,
            LONG,
            usage.path("estimated").asBoolean() ? "counted by the gateway" : "by the provider",
            rested
                .map(millis ->
                    String.format(Locale.ROOT, "the LLM was seen at rest %.0f ms later", millis))
                .orElse("the server does not tell whether it stopped")));
  }

  /** Milliseconds until llama.cpp's server has no slot at work; other servers don't tell. */
  private Optional<Double> rested(long goneNanos) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() - goneNanos < RESTED.toNanos()) {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(slots).timeout(RESTED).build(),
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofString(), 1024 * 1024));
        if (answer.statusCode() != 200 || !answer.body().contains("\"is_processing\"")) {
          return Optional.empty();
        }
        if (!answer.body().contains("\"is_processing\":true")) {
          return Optional.of((System.nanoTime() - goneNanos) / 1e6);
        }
        Thread.sleep(LOOK_MILLIS);
      }
      return Optional.empty();
    } catch (IOException untold) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private LlmCheck messages() {
    Map<String, Object> body = new HashMap<>(chat(QUESTION, SHORT, Map.of()));
    LlmCalls.Whole whole = calls.whole("/v1/messages", body);
    body.put("stream", true);
    LlmCalls.Streamed stream = calls.stream("/v1/messages", body, ALL);
    int tokens = whole.body().at("/usage/output_tokens").asInt();
    return LlmCheck.of(
        "/v1/messages",
        whole.status() == 200
            && whole.body().at("/content/0/text").isTextual()
            && tokens > 0
            && stream.holds("content_block_delta")
            && stream.holds("message_stop"),
        both(whole, tokens, whole.body().path("stop_reason").asText(), stream, "message_stop"));
  }

  private LlmCheck responses() {
    Map<String, Object> body = new HashMap<>();
    body.put("model", LlmStage.ALIAS);
    body.put("input", QUESTION);
    body.put("max_output_tokens", SHORT);
    body.put("store", false);
    LlmCalls.Whole whole = calls.whole("/v1/responses", body);
    body.put("stream", true);
    LlmCalls.Streamed stream = calls.stream("/v1/responses", body, ALL);
    int tokens = whole.body().at("/usage/output_tokens").asInt();
    boolean ended = stream.holds("response.completed") || stream.holds("response.incomplete");
    return LlmCheck.of(
        "/v1/responses",
        whole.status() == 200
            && whole.body().at("/output/0/content/0/text").isTextual()
            && tokens > 0
            && stream.holds("response.output_text.delta")
            && ended,
        both(
            whole,
            tokens,
            whole.body().path("status").asText(),
            stream,
            stream.holds("response.completed") ? "response.completed" : "response.incomplete"));
  }

  private static String both(
      LlmCalls.Whole whole, int tokens, String end, LlmCalls.Streamed stream, String last) {
    if (whole.status() != 200) {
      return whole.status() + ": " + whole.body().at("/error/message").asText();
    }
    return "whole: "
        + tokens
        + " tokens, "
        + end
        + "; streamed: "
        + stream.events().size()
        + " events, to "
        + (stream.holds(last) ? last : "no end");
  }

  private JsonNode usage(String exchange) {
    return operator
        .exchange(exchange, JOURNALLED)
        .map(row -> row.at("/record/usage"))
        .orElse(new ObjectMapper().missingNode());
  }

  private static Map<String, Object> chat(String text, int tokens, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("model", LlmStage.ALIAS);
    body.put("max_tokens", tokens);
    body.put("temperature", 0);
    body.put("messages", List.of(Map.of("role", "user", "content", text)));
    return body;
  }
}
