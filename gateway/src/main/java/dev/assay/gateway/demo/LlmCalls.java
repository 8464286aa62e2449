package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.client.Complaint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of every dialect, whole and as streams read line by line, as an application's SDK would.
 */
final class LlmCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
  private static final int MAX_EVENTS = 10_000;
  private static final long PATIENCE_SECONDS = 90;
  private static final String DATA = "data: ";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI gateway;
  private final String key;

  LlmCalls(URI gateway, String key) {
    this.gateway = gateway;
    this.key = key;
  }

  /** A whole answer. */
  record Whole(int status, String exchange, JsonNode body) {}

  /**
   * A stream's data lines, and when each was read.
   *
   * @param millis since the request was sent
   */
  record Event(String data, double millis) {
    JsonNode json() {
      try {
        return data.startsWith("{") ? JSON.readTree(data) : JSON.missingNode();
      } catch (IOException notJson) {
        return JSON.missingNode();
      }
    }
  }

  /** A stream, read to its end or for as long as its reader wanted to. */
  record Streamed(int status, String exchange, List<Event> events) {
    boolean holds(String ending) {
      return events.stream().anyMatch(event -> event.data().contains(ending));
    }
  }

  Whole whole(String path, Map<String, Object> body) {
    HttpResponse<byte[]> response =
        await(
            http.sendAsync(
                request(path, body),
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY_BYTES)));
    try {
      return new Whole(response.statusCode(), exchange(response), JSON.readTree(response.body()));
    } catch (IOException notJson) {
      throw new Complaint("The gateway's answer is not JSON: " + notJson, "bad_answer");
    }
  }

  /**
   * A stream.
   *
   * @param most hangs up after so many events
   */
  Streamed stream(String path, Map<String, Object> body, int most) {
    long sent = System.nanoTime();
    HttpResponse<InputStream> response =
        await(http.sendAsync(request(path, body), HttpResponse.BodyHandlers.ofInputStream()));
    InputStream in = response.body();
    List<Event> events =
        await(
            CompletableFuture.supplyAsync(() -> read(in, sent, most), Thread::startVirtualThread));
    return new Streamed(response.statusCode(), exchange(response), events);
  }

  /** Closing a body that goes on closes its connection. */
  private static List<Event> read(InputStream body, long sent, int most) {
    List<Event> events = new ArrayList<>();
    try (body;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && events.size() < Math.min(most, MAX_EVENTS)) {
        if (line.startsWith(DATA)) {
          double millis = (System.nanoTime() - sent) / 1e6;
          events.add(new Event(line.substring(DATA.length()), millis));
        }
        line = events.size() < most ? lines.readLine() : null;
      }
    } catch (IOException broken) {
      throw new Complaint("The gateway's stream broke off: " + broken, "broken");
    }
    return events;
  }

  private HttpRequest request(String path, Map<String, Object> body) {
    try {
      return HttpRequest.newBuilder(gateway.resolve(path))
          .header("content-type", "application/json")
          .header("authorization", "Bearer " + key)
          .header("anthropic-version", "2023-06-01")
          .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
          .build();
    } catch (IOException impossible) {
      throw new IllegalStateException("maps are JSON", impossible);
    }
  }

  private static String exchange(HttpResponse<?> response) {
    return response.headers().firstValue("x-assay-exchange-id").orElse("");
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new Complaint(
          "No whole answer came within " + PATIENCE_SECONDS + " s: the LLM is too slow.",
          "llm_too_slow");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Complaint known
          ? known
          : new Complaint("The gateway broke off: " + failed.getCause(), "broken");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Complaint("Interrupted.", "interrupted");
    }
  }
}
