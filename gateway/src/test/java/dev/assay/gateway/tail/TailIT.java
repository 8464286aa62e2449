package dev.assay.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges are followed over HTTP while they end. */
class TailIT {
  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key acme;
  private static RunningGateway.Key globex;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway = RunningGateway.over(dir, upstream);
    acme = gateway.key(gateway.tenant("acme", "small"));
    globex = gateway.key(gateway.tenant("globex", "small"));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  /** A follower that has begun. */
  private record Following(HttpClient http, BufferedReader lines) implements AutoCloseable {
    static Following of(String credential, String query) throws Exception {
      HttpClient http = HttpClient.newHttpClient();
      HttpResponse<java.io.InputStream> response =
          http.send(
              HttpRequest.newBuilder(gateway.control("/admin/exchanges/tail" + query))
                  .header("authorization", "Bearer " + credential)
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEmpty();
      return new Following(http, lines);
    }

    JsonNode row() throws Exception {
      String line = lines.readLine();
      while (line != null && line.isEmpty()) {
        line = lines.readLine();
      }
      return new ObjectMapper().readTree(String.valueOf(line));
    }

    boolean ends() throws Exception {
      String line = lines.readLine();
      while (line != null && line.isEmpty()) {
        line = lines.readLine();
      }
      return line == null;
    }

    @Override
    public void close() {
      http.shutdownNow();
    }
  }

  @Test
  void everyEndingIsARowAndNoneSaysWhatWasSaid() throws Exception {
    try (Following following = Following.of(gateway.admin(), "")) {
      RunningGateway.Answer answer =
          gateway.chat(acme, Answers.ask("small").replace("Hi", "aardvark-marker"));
      JsonNode row = following.row();
      assertThat(row.path("exchange").asText()).isEqualTo(answer.header("x-assay-exchange-id"));
      assertThat(row.path("target").asText()).isEqualTo("up/real-small");
      assertThat(row.path("prompt_tokens").asInt()).isEqualTo(7);
      assertThat(row.path("total_ms").asDouble()).isPositive();
      assertThat(row.toString()).doesNotContain("aardvark-marker", "ready");
      gateway.chat(acme, Answers.ask("none-such"));
      assertThat(following.row().path("outcome").asText()).isEqualTo("REFUSED");
    }
  }

  @Test
  void aPersonFollowsTheirOwnTenantAlone() throws Exception {
    String auditor = gateway.person("tailing", "auditor", "acme");
    try (Following following = Following.of(auditor, "")) {
      gateway.chat(globex, Answers.ask("small")).json(200);
      gateway.chat(acme, Answers.ask("small")).json(200);
      assertThat(following.row().path("tenant").asText()).isEqualTo("acme");
    }
    assertThat(gateway.as(auditor, "GET", "/admin/exchanges/tail?tenant=globex", "").status())
        .isEqualTo(404);
    assertThat(gateway.as("", "GET", "/admin/exchanges/tail", "").status()).isEqualTo(401);
  }

  @Test
  void itEndsAfterAsManyAsWereAskedForAndWhenTheCredentialIsRevoked() throws Exception {
    try (Following following = Following.of(gateway.admin(), "?tenant=acme&limit=1")) {
      gateway.chat(acme, Answers.ask("small")).json(200);
      assertThat(following.row().path("tenant").asText()).isEqualTo("acme");
      assertThat(following.ends()).isTrue();
    }
    JsonNode person =
        gateway
            .admin("POST", "/admin/people", "{\"name\":\"leaving\",\"roles\":[\"auditor\"]}")
            .json(200);
    try (Following following = Following.of(person.path("key").asText(), "")) {
      CompletableFuture<Boolean> ended =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return following.ends();
                } catch (Exception broken) {
                  throw new IllegalStateException(broken);
                }
              },
              Thread::startVirtualThread);
      gateway.admin("DELETE", "/admin/people/" + person.path("id").asText(), "").json(200);
      Eventually.holds("it ended", ended::isDone);
      assertThat(ended.join()).isTrue();
    }
  }

  @Test
  void whoDoesNotReadHoldsNobodyUp() throws Exception {
    try (RawClient stuck =
        RawClient.send(
            gateway.control("/"),
            "GET /admin/exchanges/tail HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer "
                + gateway.admin()
                + "\r\n\r\n")) {
      stuck.readUntil("x-ndjson");
      for (int i = 0; i < 50; i++) {
        gateway.chat(acme, Answers.ask("small")).json(200);
      }
    }
  }
}
