package dev.assay.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole conversations in every direction, with each digit and each event in its place. */
final class GoldenTest {
  static Stream<Goldens.Golden> goldens() {
    return Goldens.all().stream();
  }

  static Stream<Goldens.Golden> answers() {
    return goldens().filter(golden -> golden.has("answer.json"));
  }

  static Stream<Goldens.Golden> streams() {
    return goldens().filter(golden -> golden.has("stream.sse"));
  }

  @Test
  void everyDirectionHasItsConversations() {
    assertThat(goldens().map(golden -> golden.folder().getParent().getFileName().toString()))
        .contains(
            "chat-to-messages",
            "chat-to-responses",
            "messages-to-chat",
            "messages-to-responses",
            "responses-to-chat",
            "responses-to-messages");
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void requestsGoOnInTheProvidersWords(Goldens.Golden golden) throws Exception {
    Translated translated = golden.translated();
    assertThat(exact(translated.body())).isEqualTo(exact(golden.bytes("request.out.json")));
    List<String> unsaid = golden.text("unsaid.txt").lines().toList();
    assertThat(translated.unsaid()).isEqualTo(unsaid);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersComeBackInTheClientsWords(Goldens.Golden golden) throws Exception {
    byte[] answer = golden.translated().answer(golden.bytes("answer.json"));
    assertThat(exact(answer)).isEqualTo(exact(golden.bytes("answer.out.json")));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamsComeBackEventByEvent(Goldens.Golden golden) throws Exception {
    StreamTranslation stream = golden.translated().stream();
    Buffer out = stream.events(Buffer.buffer(golden.bytes("stream.sse")));
    assertThat(out.toString()).isEqualTo(golden.text("stream.out.sse"));
  }

  /** Without white space, so that 1.50 is not 1.5 and an order is an order. */
  private static String exact(byte[] body) {
    JsonNode node = Json.parse(body).orElseThrow();
    return Json.text(node);
  }
}
