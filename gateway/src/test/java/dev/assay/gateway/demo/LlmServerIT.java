package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.assay.gateway.client.Complaint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a server is said in one sentence, before a gateway is started. */
class LlmServerIT {
  private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answers(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private void serves(String... models) {
    String data =
        String.join(",", List.of(models).stream().map("{\"id\":\"%s\"}"::formatted).toList());
    answers("/v1/models", 200, "{\"data\":[" + data + "]}");
  }

  private URI address() {
    return LlmServer.base("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private LlmServer.Seen look(String... wanted) {
    return new LlmServer(address(), Optional.empty(), 1)
        .look(List.of(wanted).stream().findFirst(), LlmTask.prompt(LlmStage.ALIAS));
  }

  private void complains(String code, String words, String... wanted) {
    assertThatThrownBy(() -> look(wanted))
        .isInstanceOfSatisfying(
            Complaint.class, complaint -> assertThat(complaint.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  @Test
  void oneModelThatAnswersIsTaken() {
    serves("small");
    answers("/v1/chat/completions", 200, ANSWER);
    assertThat(look().model()).isEqualTo("small");
    assertThat(look().logprobs()).isFalse();
  }

  @Test
  void nobodyThere() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    LlmServer nobody =
        new LlmServer(LlmServer.base("http://127.0.0.1:" + free), Optional.empty(), 1);
    assertThatThrownBy(() -> nobody.look(Optional.empty(), LlmTask.prompt("llm")))
        .hasMessageContaining("No server answers at http://127.0.0.1:" + free + "/v1");
  }

  @Test
  void noOpenAiServer() {
    complains("llm_not_openai", "answered with status 404");
    answers("/v1/models", 200, "<html>welcome</html>");
    complains("llm_not_openai", "what is no JSON object: <html>welcome</html>");
  }

  @Test
  void aRedirectIsNotFollowed() {
    answers("/v1/models", 302, "");
    complains("llm_not_openai", "status 302");
  }

  @Test
  void itWantsAKey() {
    answers("/v1/models", 401, "{}");
    complains("llm_unauthorized", "--llm-key-env");
  }

  @Test
  void noModel() {
    serves();
    complains("no_llm_model", "serves no model");
  }

  @Test
  void severalModels() {
    serves("a", "b");
    answers("/v1/chat/completions", 200, ANSWER);
    complains("several_llm_models", "--llm-model: a, b.");
    complains("unknown_llm_model", "serves no model 'c'; it serves a, b.", "c");
    assertThat(look("b").model()).isEqualTo("b");
  }

  @Test
  void aNameNoConfigurationTakes() {
    serves("/models/some.gguf");
    complains("unusable_llm_model", "--alias");
  }

  @Test
  void anAnswerThatIsNoJson() {
    serves("small");
    answers("/v1/chat/completions", 200, "hello");
    complains("llm_not_openai", "what is no JSON object: hello");
  }

  @Test
  void anAnswerWithoutChoices() {
    serves("small");
    answers("/v1/chat/completions", 200, "{}");
    complains("llm_not_openai", "without choices[0].message.content");
  }

  @Test
  void tooSlow() {
    serves("small");
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          try {
            ended.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    complains("llm_too_slow", "no whole answer within 1 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8080",
        "ftp://host",
        "http://user:secret@host",
        "http://host/v1?a=b",
        "a b"
      })
  void whatIsNoAddress(String url) {
    assertThatThrownBy(() -> LlmServer.base(url)).hasMessageContaining("--llm takes");
  }

  @Test
  void anAddressWithoutAPathIsThatOfV1() {
    assertThat(LlmServer.base("http://h:1/")).hasToString("http://h:1/v1");
    assertThat(LlmServer.base("http://h:1/api/v1/")).hasToString("http://h:1/api/v1");
  }
}
