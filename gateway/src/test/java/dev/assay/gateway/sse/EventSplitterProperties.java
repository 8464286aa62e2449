package dev.assay.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventSplitterProperties {
  @Property(tries = 500)
  void bytesAreNeitherChangedNorReorderedAndOnlyWholeEventsLeave(
      @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
    EventSplitter splitter = new EventSplitter(1 << 20);
    Buffer all = Buffer.buffer(stream);
    Buffer out = Buffer.buffer();
    int from = 0;
    for (int cut : cuts) {
      int to = Math.min(all.length(), from + cut);
      Buffer whole = splitter.add(all.getBuffer(from, to));
      out.appendBuffer(whole);
      if (whole.length() > 0) {
        assertThat(out.toString()).matches("(?s).*(\n\n|\r\n\r\n|\r\r|\n\r\n)");
      }
      from = to;
    }
    out.appendBuffer(splitter.add(all.getBuffer(from, all.length())));
    assertThat(stream).startsWith(out.toString());
    assertThat(out.length() + splitter.rest().length()).isEqualTo(all.length());
  }

  @Example
  void anEventWithoutEndIsNotKeptForEver() {
    EventSplitter splitter = new EventSplitter(10);
    assertThatThrownBy(() -> splitter.add(Buffer.buffer("data: 12345678901")))
        .isInstanceOf(EventSplitter.EventTooLarge.class);
  }

  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(
            "data: {\"a\":1}\n\n",
            "data: x\r\n\r\n",
            ": ping\n\n",
            "event: e\ndata: y\n\n",
            "data: half")
        .list()
        .ofMaxSize(12)
        .map(events -> String.join("", events));
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(1, 20).list().ofMaxSize(20);
  }
}
