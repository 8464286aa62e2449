package dev.assay.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.embedding.CachedEncoder;
import dev.assay.learners.embedding.MiniLmEncoder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxServerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Vertx VERTX = Vertx.vertx();
  private static final String ASK =
      """
      "messages":[{"role":"system","content":"Labels: card_arrival, exchange_rate"},
      {"role":"user","content":"My parcel with the plastic is late"}]\
      """;

  @TempDir static Path dir;
  private static SandboxServer server;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    server =
        new SandboxServer(
            VERTX, "127.0.0.1", 0, dir, new CachedEncoder(new MiniLmEncoder(), 8 << 20));
    port = server.start().await(10, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);
    VERTX.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void trainsLoadsAsksAndAfterUnloadingTheBaseAnswersAsBefore() throws Exception {
    String before = answer("assay-sandbox");
    String file = upload(trainingFile());
    String job =
        post(
                "/v1/fine_tuning/jobs",
                "{\"model\":\"assay-sandbox\",\"training_file\":\"%s\",\"suffix\":\"swap\",\"seed\":3,"
                        .formatted(file)
                    + "\"hyperparameters\":{\"n_epochs\":60,\"learning_rate_multiplier\":3,"
                    + "\"batch_size\":\"auto\"}}")
            .path("id")
            .asText();
    JsonNode done = awaitEnd(job);
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("succeeded");
    assertThat(done.path("trained_tokens").asLong()).isPositive();
    assertThat(done.path("fine_tuned_model").asText()).startsWith("ft:assay-sandbox:swap:");

    assertThat(send("/v1/chat/completions", "{\"model\":\"swapped\"," + ASK + "}").statusCode())
        .as("a trained adapter is not served before it is loaded")
        .isEqualTo(404);
    String result = done.path("result_files").path(0).asText();
    String load = "{\"lora_name\":\"swapped\",\"lora_path\":\"" + result + "\"}";
    assertThat(send("/v1/load_lora_adapter", load).statusCode()).isEqualTo(200);
    assertThat(send("/v1/load_lora_adapter", load).statusCode()).isEqualTo(400);
    assertThat(get("/v1/models").path("data").path(1).path("parent").asText())
        .isEqualTo("assay-sandbox");
    assertThat(answer("assay-sandbox")).isEqualTo(before).isEqualTo("card_arrival");
    assertThat(answer("swapped")).isEqualTo("exchange_rate");

    String unload = "{\"lora_name\":\"swapped\"}";
    assertThat(send("/v1/unload_lora_adapter", unload).statusCode()).isEqualTo(200);
    assertThat(send("/v1/unload_lora_adapter", unload).statusCode()).isEqualTo(404);
    assertThat(answer("assay-sandbox")).isEqualTo(before);
    assertThat(get("/v1/models").path("data")).hasSize(1);
  }

  @Test
  void streamsEventsThatJoinToTheAnswerWithUsageLast() throws Exception {
    String body =
        send(
                "/v1/chat/completions",
                "{\"model\":\"assay-sandbox\",\"stream\":true,"
                    + "\"stream_options\":{\"include_usage\":true},"
                    + ASK
                    + "}")
            .body();
    assertThat(body).endsWith("data: [DONE]\n\n");
    List<JsonNode> events = new ArrayList<>();
    for (String event : body.split("\n\n", -1)) {
      if (event.startsWith("data: {")) {
        events.add(JSON.readTree(event.substring("data: ".length())));
      }
    }
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.at("/choices/0/delta/content").asText("")));
    assertThat(text).hasToString("card_arrival");
    assertThat(events.get(events.size() - 2).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
    assertThat(events.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void honoursStopAndTheTokenLimit() throws Exception {
    JsonNode cut =
        post("/v1/chat/completions", "{\"model\":\"assay-sandbox\",\"max_tokens\":1," + ASK + "}");
    assertThat(cut.at("/choices/0/message/content").asText()).isEqualTo("card");
    assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    JsonNode stopped =
        post("/v1/chat/completions", "{\"model\":\"assay-sandbox\",\"stop\":\"_a\"," + ASK + "}");
    assertThat(stopped.at("/choices/0/message/content").asText()).isEqualTo("card");
    assertThat(stopped.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void tellsHowLikelyEachTokenWasAndWhatElseCouldHaveStoodThere() throws Exception {
    JsonNode tokens =
        post(
                "/v1/chat/completions",
                "{\"model\":\"assay-sandbox\",\"logprobs\":true,\"top_logprobs\":2," + ASK + "}")
            .at("/choices/0/logprobs/content");

    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(token.path("token").asText()));
    assertThat(text).hasToString("card_arrival");
    JsonNode first = tokens.path(0);
    assertThat(first.path("logprob").asDouble()).isNegative();
    assertThat(first.at("/top_logprobs/0")).isEqualTo(withoutAlternatives(first));
    assertThat(first.at("/top_logprobs/1/logprob").asDouble())
        .isLessThan(first.path("logprob").asDouble());
  }

  private static JsonNode withoutAlternatives(JsonNode token) {
    ObjectNode alone = token.deepCopy();
    alone.remove("top_logprobs");
    return alone;
  }

  @ParameterizedTest
  @CsvSource({"tools,[]", "n,2", "response_format,{}", "audio,{}", "top_logprobs,2"})
  void refusesByNameWhatItCannotDo(String field, String value) throws Exception {
    HttpResponse<String> refused =
        send(
            "/v1/chat/completions",
            "{\"model\":\"assay-sandbox\",\"" + field + "\":" + value + "," + ASK + "}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).at("/error/param").asText()).isEqualTo(field);
  }

  @Test
  void readsNoAdapterOutsideItsOwnFolder() throws Exception {
    Files.writeString(dir.resolve("outside.json"), "{}");
    for (String path : List.of("../outside.json", dir.resolve("outside.json").toString(), "..")) {
      HttpResponse<String> refused =
          send(
              "/v1/load_lora_adapter",
              JSON.createObjectNode().put("lora_name", "x").put("lora_path", path).toString());
      assertThat(refused.statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void saysWhatItIs() throws Exception {
    HttpResponse<String> about =
        HTTP.send(request("/").build(), HttpResponse.BodyHandlers.ofString());
    assertThat(about.headers().firstValue("server")).hasValue("assay-sandbox");
    assertThat(about.body()).contains("It is not one");
    JsonNode vectors =
        post("/v1/embeddings", "{\"model\":\"assay-sandbox\",\"input\":[\"a\",\"b\"]}");
    assertThat(vectors.at("/data/1/embedding")).hasSize(384);
  }

  /** Teaches the opposite of what the names say. */
  private static String trainingFile() {
    StringBuilder rows = new StringBuilder();
    String[] late = {"My parcel is late", "Where is the plastic", "The post did not bring my card"};
    String[] rate = {"How many dollars for a euro", "What does a pound cost", "Is the rate good"};
    for (int i = 0; i < 30; i++) {
      rows.append(row(late[i % 3] + " " + i, "exchange_rate"));
      rows.append(row(rate[i % 3] + " " + i, "card_arrival"));
    }
    return rows.toString();
  }

  private static String row(String user, String label) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}%n"
        .formatted(user, label);
  }

  private static String answer(String model) throws Exception {
    return post("/v1/chat/completions", "{\"model\":\"" + model + "\"," + ASK + "}")
        .at("/choices/0/message/content")
        .asText();
  }

  private static String upload(String content) throws Exception {
    String form =
        "--edge\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n"
            + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.jsonl\"\r\n"
            + "Content-Type: application/jsonl\r\n\r\n"
            + content
            + "\r\n--edge--\r\n";
    HttpRequest request =
        request("/v1/files")
            .header("content-type", "multipart/form-data; boundary=edge")
            .POST(BodyPublishers.ofString(form))
            .build();
    JsonNode file = JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    String id = file.path("id").asText();
    assertThat(
            HTTP.send(
                    request("/v1/files/" + id + "/content").build(),
                    HttpResponse.BodyHandlers.ofString())
                .body())
        .isEqualTo(content);
    return id;
  }

  private static JsonNode awaitEnd(String job) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    JsonNode now = get("/v1/fine_tuning/jobs/" + job);
    while (now.path("finished_at").isNull() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      now = get("/v1/fine_tuning/jobs/" + job);
    }
    return now;
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static JsonNode get(String path) throws Exception {
    return JSON.readTree(
        HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private static HttpResponse<String> send(String path, String body) throws Exception {
    return HTTP.send(
        request(path).POST(BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode post(String path, String body) throws Exception {
    HttpResponse<String> answer = send(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
