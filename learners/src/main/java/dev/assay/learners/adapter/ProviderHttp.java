package dev.assay.learners.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * Calls to one provider's control endpoints. Every call has a deadline and every answer a bound; a
 * redirect is refused, since it would carry the credential elsewhere. Blocks.
 */
final class ProviderHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MAX_JSON_BYTES = 4 * 1024 * 1024;
  private static final int MAX_SHOWN_CHARS = 300;
  private static final ObjectMapper JSON = CanonicalJson.MAPPER;

  private final ProviderEndpoint endpoint;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ProviderHttp(ProviderEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  JsonNode get(String path) {
    return json(path, send(path, request(path).GET(), MAX_JSON_BYTES));
  }

  byte[] bytes(String path, int maxBytes) {
    return send(path, request(path).GET(), maxBytes);
  }

  /** Posts JSON; an answer that is not JSON is refused unless the caller does not read it. */
  byte[] post(String path, JsonNode body) {
    try {
      HttpRequest.Builder request =
          request(path)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      return send(path, request, MAX_JSON_BYTES);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException("a JSON tree can be written", unwritable);
    }
  }

  JsonNode postForJson(String path, JsonNode body) {
    return json(path, post(path, body));
  }

  /** Posts a file as OpenAI's {@code /v1/files} takes it. */
  JsonNode postFile(String path, String purpose, String name, byte[] content) {
    String boundary = "assay-" + UUID.randomUUID();
    ByteArrayOutputStream form = new ByteArrayOutputStream(content.length + 512);
    write(form, "--" + boundary + "\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\n");
    write(form, purpose + "\r\n--" + boundary + "\r\n");
    write(form, "content-disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n");
    write(form, "content-type: application/octet-stream\r\n\r\n");
    form.writeBytes(content);
    write(form, "\r\n--" + boundary + "--\r\n");
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()));
    return json(path, send(path, request, MAX_JSON_BYTES));
  }

  void delete(String path) {
    send(path, request(path).DELETE(), MAX_JSON_BYTES);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.baseUrl() + path)).timeout(endpoint.deadline());
    endpoint.apiKey().ifPresent(key -> request.header("authorization", "Bearer " + key.value()));
    return request;
  }

  private byte[] send(String path, HttpRequest.Builder request, int maxBytes) {
    HttpResponse<byte[]> response;
    try {
      response =
          client.send(
              request.build(),
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), maxBytes));
    } catch (IOException unreachable) {
      throw ProviderProblem.passing(
          name(path) + " could not be asked: " + unreachable, unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ProviderProblem.passing(name(path) + ": stopped while it was asked", stopped);
    }
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return response.body();
    }
    String problem = name(path) + " answered " + status + ": " + shown(response.body());
    if (status == 408 || status == 429 || status >= 500) {
      throw ProviderProblem.passing(problem, null);
    }
    throw ProviderProblem.refused(problem);
  }

  private JsonNode json(String path, byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException unreadable) {
      throw ProviderProblem.passing(name(path) + " answered something other than JSON", unreadable);
    }
  }

  private String name(String path) {
    return "provider " + endpoint.provider() + ", " + path;
  }

  private static String shown(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      String message = JSON.readTree(body).path("error").path("message").asText("");
      text = message.isEmpty() ? text : message;
    } catch (IOException plain) {
      // Shown as it came.
    }
    return text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARS));
  }

  private static void write(ByteArrayOutputStream form, String text) {
    form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
