package dev.assay.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One reading of events for all who read them: WHATWG HTML, "server-sent events". */
class EventDataTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"a\": 1}\n\n",
        "data:{\"a\": 1}\r\r",
        "\uFEFFdata: {\"a\": 1}\n\n",
        "event: x\rdata: {\"a\":\ndata: 1}\n\n",
        "data: {\"a\":\rdata: 1}\r\n\r\n",
        "\uFEFFdata: {\"a\":\rid: 4\ndata: 1}\r\n\r\n",
        ": data: no\r\ndata: {\"a\":\r\ndata: 1}\n",
      })
  void allWaysToWriteAnEventSayTheSame(String event) throws Exception {
    assertThat(Events.json(EventData.text(event)).path("a").asInt()).isEqualTo(1);
    EventData data = EventData.of(Buffer.buffer(event));
    assertThat(Events.JSON.readTree(data.data()).path("a").asInt()).isEqualTo(1);
    Buffer rewritten = data.with("{\"a\":2}".getBytes(StandardCharsets.UTF_8));
    assertThat(Events.json(EventData.text(rewritten.toString())).path("a").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {": data: x\n\n", "event: x\n\n", "database: x\n\n", " data: x\n\n", "\n"})
  void whatIsNoDataIsNone(String event) {
    assertThat(EventData.text(event)).isEmpty();
    assertThat(EventData.of(Buffer.buffer(event)).lines()).isZero();
  }

  @Test
  void theTallySeesWhatTheClientSees() {
    ChatTally tally = new ChatTally(false, false);
    String chunk = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]";
    tally.events(Buffer.buffer("\uFEFFdata: " + chunk.formatted("Hi") + "}\n\n"));
    tally.events(Buffer.buffer("event: x\rdata: " + chunk.formatted(" you") + "\ndata: }\n\n"));
    assertThat(tally.text()).isEqualTo("Hi you");
  }
}
