package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats that a provider keeps, and what was said in them aloud, are their maker's. */
class StoredChatsIT {
  private static final String CHAT =
      "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]%s}";
  private static final String CHOICE =
      "{\"index\":0,\"%s\":{\"role\":\"assistant\",\"content\":\"a\"%s},\"finish_reason\":\"stop\"}";

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key acme;
  private static RunningGateway.Key globex;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(dir, Yaml.of(dir, upstream.port(), "    pass_through: true\n", ""));
    for (String tenant : new String[] {"acme", "globex"}) {
      gateway.tenant(
          tenant, text -> text.replace("surfaces: {}", "surfaces: {stored_chats: free}"), "small");
    }
    acme = gateway.key("acme");
    globex = gateway.key("globex");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStoredChatIsItsMakersToSeeToChangeAndToDelete(boolean streams) throws Exception {
    String id = "chatcmpl-" + streams;
    asks(",\"store\":true", streams, id, "");
    String path = "/v1/chat/completions/" + id;
    upstream.plays((ask, line) -> line.json(200, "{\"id\":\"" + id + "\"}"));
    String metadata = "{\"metadata\":{\"a\":\"b\"}}";
    int asked = upstream.asked().size();
    assertThat(send(globex, "GET", path, "").code()).isEqualTo("not_found");
    assertThat(send(globex, "POST", path, metadata).code()).isEqualTo("not_found");
    assertThat(send(globex, "DELETE", path, "").code()).isEqualTo("not_found");
    assertThat(send(globex, "GET", path + "/messages", "").code()).isEqualTo("not_found");
    assertThat(upstream.asked()).hasSize(asked);
    assertThat(send(acme, "GET", path, "").status()).isEqualTo(200);
    assertThat(send(acme, "POST", path, metadata).status()).isEqualTo(200);
    upstream.plays(
        (ask, line) -> line.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"" + id + "\"}]}"));
    String all = "/v1/chat/completions";
    assertThat(send(acme, "GET", all, "").json(200).path("data")).hasSize(1);
    assertThat(send(globex, "GET", all, "").json(200).path("data")).isEmpty();
    assertThat(send(acme, "DELETE", path, "").status()).isEqualTo(200);
  }

  @Test
  void aChatThatWasNotToBeKeptIsNobodysToAskFor() throws Exception {
    asks("", false, "chatcmpl-gone", "");
    assertThat(send(acme, "GET", "/v1/chat/completions/chatcmpl-gone", "").code())
        .isEqualTo("not_found");
  }

  @Test
  void whereNothingIsKeptNamesAreNobodys() throws Exception {
    Path place = dir.resolve("forgetful");
    try (RunningGateway forgetful = RunningGateway.with(place, Yaml.of(place, upstream.port()))) {
      upstream.plays((ask, line) ->
          line.json(
              200,
              "{\"id\":\"chatcmpl-77\",\"choices\":[" + CHOICE.formatted("message", "") + "]}"));
      for (String tenant : new String[] {"acme", "globex"}) {
        forgetful.tenant(tenant, "small");
        assertThat(
                forgetful.chat(forgetful.key(tenant), CHAT.formatted(",\"store\":true")).status())
            .isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasSaidAloudIsItsMakersToGoOnFrom(boolean streams) throws Exception {
    String id = "audio_" + streams;
    asks("", streams, "chatcmpl-loud", ",\"audio\":{\"id\":\"" + id + "\",\"data\":\"\"}");
    String on =
        CHAT.formatted("")
            .replace("}]}", "},{\"role\":\"assistant\",\"audio\":{\"id\":\"" + id + "\"}}]}");
    assertThat(gateway.chat(globex, on).code()).isEqualTo("not_found");
    assertThat(gateway.chat(acme, on).status()).isEqualTo(200);
  }

  private static void asks(String more, boolean streams, String id, String audio) throws Exception {
    String start = "{\"id\":\"" + id + "\",\"object\":\"chat.completion\",\"choices\":[";
    upstream.plays((ask, line) -> {
      if (streams && ask.text().contains("\"stream\":true")) {
        line.streamHead();
        line.chunk("data: " + start + CHOICE.formatted("delta", audio) + "]}\n\n");
        line.chunk("data: [DONE]\n\n");
        line.end();
      } else {
        line.json(200, start + CHOICE.formatted("message", audio) + "]}");
      }
    });
    String body = CHAT.formatted(more + (streams ? ",\"stream\":true" : ""));
    assertThat(gateway.chat(acme, body).status()).isEqualTo(200);
  }

  private static RunningGateway.Answer send(
      RunningGateway.Key key, String method, String path, String body) throws Exception {
    return RunningGateway.send(
        method, gateway.data(path), key.secret(), body, "content-type", "application/json");
  }
}
