package dev.assay.gateway.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.config.Names;
import dev.assay.gateway.client.Complaint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The LLM's server that the user named, looked at directly before a gateway is put in front of it:
 * what is wrong with it should be said of it, in one sentence. Redirects are not followed.
 */
final class LlmServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int MAX_LISTED = 10;
  private static final int MAX_SHOWN_CHARS = 200;
  private static final int MODELS_SECONDS = 10;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI base;
  private final Optional<String> key;
  private final int answerSeconds;

  /**
   * A server at this address.
   *
   * @param key its own API key, where it wants one
   * @param answerSeconds a first answer that takes longer is too slow for a demo
   */
  LlmServer(URI base, Optional<String> key, int answerSeconds) {
    this.base = base;
    this.key = key;
    this.answerSeconds = answerSeconds;
  }

  /**
   * What it was seen to be.
   *
   * @param logprobs whether it gives them when asked
   * @param seconds what its first answer took
   */
  record Seen(String model, boolean logprobs, double seconds) {}

  /** The API's address, for what people write as a server's URL; without a path it is /v1. */
  static URI base(String url) {
    URI given;
    try {
      given = URI.create(url.strip());
    } catch (IllegalArgumentException unreadable) {
      throw notAnAddress(url);
    }
    boolean web = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
    if (!web
        || given.getHost() == null
        || given.getUserInfo() != null
        || given.getQuery() != null
        || given.getFragment() != null) {
      throw notAnAddress(url);
    }
    String path = given.getRawPath().replaceAll("/+$", "");
    return URI.create(
        given.getScheme() + "://" + given.getRawAuthority() + (path.isEmpty() ? "/v1" : path));
  }

  private static Complaint notAnAddress(String url) {
    return new Complaint(
        "--llm takes the server's address, such as http://127.0.0.1:8080, without credentials or a"
            + " query; not '"
            + shown(url)
            + "'.",
        "bad_llm_url");
  }

  /** Lists its models, settles on one, and lets it answer once. */
  Seen look(Optional<String> wanted, Apps.Prompt prompt) {
    String model = model(models(), wanted);
    long began = System.nanoTime();
    HttpResponse<byte[]> response = ask(model, prompt, Map.of("logprobs", true, "top_logprobs", 2));
    if (response.statusCode() == 400) {
      response = ask(model, prompt, Map.of());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    JsonNode choice = json("/chat/completions", response).at("/choices/0");
    if (!choice.at("/message/content").isTextual()) {
      throw notOpenAi("/chat/completions", "without choices[0].message.content");
    }
    return new Seen(model, !choice.at("/logprobs/content").isEmpty(), seconds);
  }

  private HttpResponse<byte[]> ask(String model, Apps.Prompt prompt, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(prompt.fields());
    body.putAll(more);
    body.put("model", model);
    body.put("messages", prompt.with("Where is my card?"));
    try {
      return send(
          "/chat/completions",
          HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)),
          answerSeconds);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps are JSON", impossible);
    }
  }

  private List<String> models() {
    JsonNode data = json("/models", send("/models", null, MODELS_SECONDS)).path("data");
    if (!data.isArray()) {
      throw notOpenAi("/models", "without a list 'data'");
    }
    List<String> names = new ArrayList<>();
    data.forEach(model -> names.add(model.path("id").asText()));
    return names;
  }

  /** The only one there is, or the one that was named. */
  private String model(List<String> names, Optional<String> wanted) {
    if (names.isEmpty()) {
      throw new Complaint(
          base + " serves no model: its list is empty. Load one there first.", "no_llm_model");
    }
    if (wanted.isEmpty() && names.size() > 1) {
      throw new Complaint(
          base + " serves several models; name one with --llm-model: " + listed(names),
          "several_llm_models");
    }
    String model = wanted.orElseGet(names::getFirst);
    if (!names.contains(model)) {
      throw new Complaint(
          base + " serves no model '" + shown(model) + "'; it serves " + listed(names),
          "unknown_llm_model");
    }
    if (!Names.MODEL.allows(model)) {
      throw new Complaint(
          "The model is named '"
              + shown(model)
              + "', and a gateway's configuration takes "
              + Names.MODEL.allowed()
              + ". Start its server with another name (llama.cpp: --alias).",
          "unusable_llm_model");
    }
    return model;
  }

  private static String listed(List<String> names) {
    String first =
        String.join(", ", names.stream().limit(MAX_LISTED).map(LlmServer::shown).toList());
    int more = names.size() - MAX_LISTED;
    return first + (more > 0 ? " and " + more + " more." : ".");
  }

  private HttpResponse<byte[]> send(
      String path, HttpRequest.@Nullable BodyPublisher body, int seconds) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    key.ifPresent(secret -> request.header("authorization", "Bearer " + secret));
    if (body != null) {
      request.header("content-type", "application/json").POST(body);
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
    try {
      return answer.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new Complaint(
          base
              + path
              + " gave no whole answer within "
              + seconds
              + " s. The demo asks some 200 times: take a smaller model or a faster machine.",
          "llm_too_slow");
    } catch (ExecutionException failed) {
      throw broken(path, failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Complaint("Interrupted.", "interrupted");
    }
  }

  private Complaint broken(String path, @Nullable Throwable cause) {
    return cause instanceof ConnectException
        ? new Complaint(
            "No server answers at "
                + base
                + ". Start one, such as gateway/src/llm/serve, and name the address it prints.",
            "llm_unreachable")
        : new Complaint(
            base + path + " is no OpenAI-compatible server's: " + cause, "llm_not_openai");
  }

  private JsonNode json(String path, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw new Complaint(
          base
              + path
              + " answered with "
              + status
              + ": it wants another key. Name the environment variable that holds it with"
              + " --llm-key-env.",
          "llm_unauthorized");
    }
    if (status != 200) {
      throw notOpenAi(path, "with status " + status + ": " + shown(text(response)));
    }
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (answer != null && answer.isObject()) {
        return answer;
      }
    } catch (IOException notJson) {
      // said below
    }
    throw notOpenAi(path, "with what is no JSON object: " + shown(text(response)));
  }

  private Complaint notOpenAi(String path, String how) {
    return new Complaint(
        base
            + path
            + " answered "
            + how
            + ". --llm takes the address of an OpenAI-compatible server, up to its /v1.",
        "llm_not_openai");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Somebody else's text, short and without what moves a terminal's cursor. */
  private static String shown(String text) {
    String bounded = text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARS));
    return bounded.replaceAll("[\\p{Cntrl}]+", " ").strip();
  }
}
