package dev.assay.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls the control plane as one actor. */
public final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A server that is followed writes an empty line every few seconds. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI base;
  private final String credential;

  /**
   * A client.
   *
   * @param base such as {@code http://127.0.0.1:4101}
   * @param credential the admin token or a person's credential
   */
  public ControlClient(URI base, String credential) {
    this.base = base;
    this.credential = credential;
  }

  /** A name as one part of a path, whatever somebody typed. */
  public static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Reads. */
  public JsonNode get(String path) {
    return call("GET", path, null);
  }

  /** Acts. */
  public JsonNode post(String path, Map<String, ?> body) {
    return call("POST", path, body);
  }

  /** Sets. */
  public JsonNode put(String path, Map<String, ?> body) {
    return call("PUT", path, body);
  }

  /** Takes away. */
  public JsonNode delete(String path) {
    return call("DELETE", path, null);
  }

  /**
   * Follows a route that answers line by line, until the server ends it.
   *
   * @param begun called once it is followed
   * @param row called with each line's JSON
   * @throws Complaint also when nothing came for longer than a server is ever silent
   */
  public void follow(String path, Runnable begun, Consumer<JsonNode> row) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("authorization", "Bearer " + credential)
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() >= 300) {
        throw complaint(response.statusCode(), JSON.readTree(response.body()));
      }
      begun.run();
      new Lines(response.body(), SILENCE).each(line -> row.accept(JSON.readTree(line)));
    } catch (java.net.ConnectException nobody) {
      throw unreachable();
    } catch (IOException broken) {
      throw new Complaint("The connection to " + base + " broke off.", "broken");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Complaint("Interrupted.", "interrupted");
    }
  }

  private static Complaint complaint(int status, JsonNode answer) {
    return new Complaint(
        answer.path("error").path("message").asText("status " + status),
        answer.path("error").path("code").asText("unknown"));
  }

  private Complaint unreachable() {
    return new Complaint(
        "No server answers at " + base + ": start one with 'assay serve'.", "unreachable");
  }

  private JsonNode call(String method, String path, @Nullable Object body) {
    try {
      HttpRequest.BodyPublisher publisher =
          body == null
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(base.resolve(path))
                  .timeout(PATIENCE)
                  .header("authorization", "Bearer " + credential)
                  .header("content-type", "application/json")
                  .method(method, publisher)
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() >= 300) {
        throw complaint(response.statusCode(), answer);
      }
      return answer;
    } catch (java.net.ConnectException nobody) {
      throw unreachable();
    } catch (IOException broken) {
      throw new Complaint("The server at " + base + " broke off: " + broken, "broken");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Complaint("Interrupted.", "interrupted");
    }
  }
}
