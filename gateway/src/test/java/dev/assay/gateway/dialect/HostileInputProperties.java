package dev.assay.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.json.Untranslatable;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nothing that a client or a provider writes is answered with more than a refusal. */
class HostileInputProperties {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e999999999",
          "-1E-999999999",
          "9223372036854775808",
          "\"\"",
          "\"x\"",
          "\"\\ud800\"",
          "\"data:image/png;base64,\"",
          "\"data:,\"",
          "[]",
          "[[]]",
          "[null]",
          "[{}]",
          "{}",
          "{\"type\":\"text\"}",
          "{\"type\":\"tool_use\",\"input\":[]}",
          "{\"type\":7}",
          "[\"a\",1]",
          "{\"a\":{\"b\":[]}}");

  @Provide
  Arbitrary<Goldens.Golden> goldens() {
    return Arbitraries.of(Goldens.all());
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return Arbitraries.of(VALUES).map(text -> Json.parse(text).orElseThrow());
  }

  @Property(tries = 1500)
  void aRequestIsTranslatedOrRefused(
      @ForAll("goldens") Goldens.Golden golden, @ForAll int place, @ForAll("values") JsonNode value)
      throws Exception {
    JsonNode body = golden.json("request.json");
    replace(body, place, value);
    try {
      Translated translated = golden.translation().request(Json.bytes(body));
      assertThat(Json.object(translated.body())).isPresent();
      everySide(golden, translated);
    } catch (Untranslatable refused) {
      assertThat(refused.field()).isNotEmpty();
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static void everySide(Goldens.Golden golden, Translated translated) throws Exception {
    if (golden.has("stream.sse")) {
      translated.stream().events(Buffer.buffer(golden.bytes("stream.sse")));
    }
  }

  @Property(tries = 1500)
  void anAnswerIsTranslatedOrUnreadable(
      @ForAll("goldens") Goldens.Golden golden, @ForAll int place, @ForAll("values") JsonNode value)
      throws Exception {
    if (!golden.has("answer.json")) {
      return;
    }
    JsonNode answer = golden.json("answer.json");
    replace(answer, place, value);
    try {
      assertThat(Json.object(golden.translated().answer(Json.bytes(answer)))).isPresent();
    } catch (Unreadable unreadable) {
      assertThat(unreadable.getMessage()).isNotEmpty();
    }
  }

  @Property(tries = 1500)
  void aStreamIsTranslatedOrFailsOnce(
      @ForAll("goldens") Goldens.Golden golden,
      @ForAll int event,
      @ForAll int place,
      @ForAll("values") JsonNode value)
      throws Exception {
    if (!golden.has("stream.sse")) {
      return;
    }
    List<String> events = new ArrayList<>(List.of(golden.text("stream.sse").split("\n\n", -1)));
    int at = Math.floorMod(event, events.size());
    int data = events.get(at).indexOf("data: {");
    if (data >= 0) {
      String json = events.get(at).substring(data + "data: ".length());
      JsonNode node = Json.parse(json).orElseThrow();
      replace(node, place, value);
      String head = events.get(at).substring(0, data) + "data: ";
      events.set(at, head + new String(Json.bytes(node), StandardCharsets.UTF_8));
    }
    StreamTranslation stream = golden.translated().stream();
    String out = stream.events(Buffer.buffer(String.join("\n\n", events))).toString();
    if (out.contains("event: error")) {
      assertThat(out).doesNotContain("[DONE]", "event: message_stop", "event: response.completed");
    }
  }

  @Property(tries = 500)
  void anErrorIsAlwaysTranslated(@ForAll("goldens") Goldens.Golden golden, @ForAll String body) {
    byte[] error = golden.translation().error(500, body.getBytes(StandardCharsets.UTF_8));
    assertThat(Json.object(error).orElseThrow().path("error").path("message").isTextual()).isTrue();
  }

  @Property(tries = 500)
  void bytesThatAreNoJsonAreRefused(@ForAll("goldens") Goldens.Golden golden, @ForAll byte[] noise)
      throws Exception {
    try {
      golden.translation().request(noise);
    } catch (Untranslatable refused) {
      assertThat(refused.field()).isNotEmpty();
    }
    try {
      golden.translated().answer(noise);
    } catch (Unreadable unreadable) {
      assertThat(unreadable.getMessage()).isNotEmpty();
    }
    golden.translated().stream().events(Buffer.buffer("data: ").appendBytes(noise));
  }

  /** Puts the value at one of all places of the tree. */
  private static void replace(JsonNode tree, int place, JsonNode value) {
    List<Runnable> places = new ArrayList<>();
    collect(tree, value, places);
    if (!places.isEmpty()) {
      places.get(Math.floorMod(place, places.size())).run();
    }
  }

  private static void collect(JsonNode node, JsonNode value, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyStream().map(e -> e.getKey()).toList())) {
        places.add(() -> object.set(name, value));
        places.add(() -> object.remove(name));
        collect(object.get(name), value, places);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        places.add(() -> array.set(index, value));
        collect(array.get(i), value, places);
      }
    }
  }
}
