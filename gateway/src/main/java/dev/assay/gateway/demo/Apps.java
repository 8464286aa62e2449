package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.client.Complaint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Applications as the gateway meets them: HTTP, an app key, a prompt that lists labels. */
final class Apps {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CONCURRENT = 16;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Semaphore places = new Semaphore(CONCURRENT);
  private final URI base;
  private final Prompt prompt;

  /**
   * What an application's developer wrote.
   *
   * @param messages what stands before the user's message
   * @param fields of the body, beside its messages
   */
  record Prompt(String model, List<Map<String, String>> messages, Map<String, Object> fields) {
    Prompt {
      messages = List.copyOf(messages);
    }

    /** For the sandbox model, which reads the labels as a JSON list. */
    static Prompt forSandbox(List<String> labels) throws IOException {
      String system =
          "You route a customer's message. Answer with exactly one of these labels and nothing"
              + " else. Labels: "
              + JSON.writeValueAsString(labels);
      return new Prompt(
          "sandbox",
          List.of(Map.of("role", "system", "content", system)),
          Map.of("logprobs", true, "top_logprobs", 2));
    }

    /** The whole conversation. */
    List<Map<String, String>> with(String text) {
      List<Map<String, String>> all = new ArrayList<>(messages);
      all.add(Map.of("role", "user", "content", text));
      return all;
    }
  }

  Apps(String address, Prompt prompt) {
    this.base = URI.create("http://" + address);
    this.prompt = prompt;
  }

  /**
   * An answer.
   *
   * @param text what was answered, or why nothing was
   * @param asked whether the gateway wants to know the right answer
   * @param injected ids of injected items, the most similar first
   */
  record Answer(
      int status,
      String text,
      String exchange,
      int release,
      boolean asked,
      List<String> injected,
      double overheadMillis) {}

  /** One request, as a client's SDK would send it. */
  Answer chat(String key, String user, String text) {
    return chat(key, user, text, prompt.model(), prompt.fields(), Map.of());
  }

  /** A request with a model, extra body fields and extra headers of the client's choice. */
  Answer chat(
      String key,
      String user,
      String text,
      String model,
      Map<String, Object> fields,
      Map<String, String> headers) {
    Map<String, Object> body = new HashMap<>(fields);
    body.put("model", model);
    body.put("user", user);
    body.put("messages", prompt.with(text));
    HttpResponse<byte[]> response = post("/v1/chat/completions", key, body, headers);
    return answer(response);
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    try {
      JsonNode json = JSON.readTree(response.body());
      String injected = response.headers().firstValue("x-assay-injected").orElse("");
      return new Answer(
          response.statusCode(),
          json.at(response.statusCode() == 200 ? "/choices/0/message/content" : "/error/message")
              .asText(""),
          response.headers().firstValue("x-assay-exchange-id").orElse(""),
          (int) response.headers().firstValueAsLong("x-assay-release").orElse(0),
          response.headers().firstValue("x-assay-feedback-wanted").isPresent(),
          injected.isEmpty() ? List.of() : List.of(injected.split(",")),
          Double.parseDouble(response.headers().firstValue("x-assay-overhead-ms").orElse("0")));
    } catch (IOException unreadable) {
      throw new Complaint("The gateway's answer is not JSON: " + unreadable, "bad_answer");
    }
  }

  /** What a user says of an exchange; a 2xx means it is on disk. */
  void feedback(String key, Crowd.Reaction reaction) {
    reaction
        .thumb()
        .ifPresent(up -> feedback(key, reaction, Map.of("metric", "thumb", "value", up)));
    reaction
        .correction()
        .ifPresent(
            label -> feedback(key, reaction, Map.of("metric", "label", "demonstration", label)));
  }

  private void feedback(String key, Crowd.Reaction reaction, Map<String, Object> said) {
    Map<String, Object> body = new HashMap<>(said);
    body.put("exchange_id", reaction.exchange());
    body.put("user", reaction.user());
    HttpResponse<byte[]> response = post("/v1/feedback", key, body, Map.of());
    if (response.statusCode() != 200) {
      throw new Complaint(
          "Feedback was answered with " + response.statusCode() + ": " + text(response),
          "feedback_failed");
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> post(
      String path, String key, Map<String, Object> body, Map<String, String> headers) {
    List<String> pairs = new ArrayList<>();
    headers.forEach((name, value) -> {
      pairs.add(name);
      pairs.add(value);
    });
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(base.resolve(path))
              .timeout(PATIENCE)
              .header("authorization", "Bearer " + key)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      if (!pairs.isEmpty()) {
        request.headers(pairs.toArray(String[]::new));
      }
      places.acquire();
      try {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      } finally {
        places.release();
      }
    } catch (IOException broken) {
      throw new Complaint("The gateway broke off: " + broken, "broken");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Complaint("Interrupted.", "interrupted");
    }
  }
}
