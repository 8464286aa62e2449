package dev.assay.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.sse.EventData;
import dev.assay.gateway.sse.EventSplitter;
import dev.assay.learners.scan.Sought;
import dev.assay.learners.scan.TextScreen;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.ContentRules.Act;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * However an answer is cut into deltas, its reader gets the words of the whole answer, redacted.
 */
class StreamScreenProperties {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ContentRules.Answer REDACT = new ContentRules.Answer(Act.REDACT, Act.REDACT);

  private static final List<String> TEXTS =
      List.of(
          "Hello ",
          "my key is sk-abcdefghijklmnop1234 ",
          "ann@example.com",
          ", ",
          "\n",
          "a",
          "card 4111 1111 1111 1111 ",
          "pass",
          "password: s3cr3ts3cr3t ",
          "@",
          "\"x\\",
          "\ud83d\ude00",
          "{\"mail\":\"bob@example.org\"}",
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c2ln ",
          "1",
          ". ");

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of(TEXTS).list().ofMaxSize(12);
  }

  @Property(tries = 300)
  void anyCutGivesTheRedactedWhole(
      @ForAll("words") List<String> words, @ForAll List<Integer> cuts, @ForAll Dialect dialect) {
    String text = String.join("", words);
    List<String> deltas = cut(text, cuts);
    String redacted =
        Marks.in(dialect == Dialect.ARGUMENTS ? "arguments" : "content")
            .next(0, text, TextScreen.whole(text, EnumSet.allOf(Sought.class)));

    List<Buffer> events = dialect.events(deltas);
    List<Buffer> passed = screened(dialect.endpoint(), events, REDACT);

    assertThat(String.join("", dialect.texts(passed))).isEqualTo(redacted);
    assertThat(passed).hasSameSizeAs(events);
    if (redacted.equals(text)) {
      assertThat(joined(passed)).isEqualTo(joined(events));
    }
  }

  /** Two texts of one choice, cut and mixed as anybody likes. */
  @Property(tries = 300)
  void textsThatComeInTurnsAreEachReadAsOne(
      @ForAll("words") List<String> words,
      @ForAll("words") List<String> thoughts,
      @ForAll List<Integer> cuts,
      @ForAll List<Boolean> turns) {
    List<Buffer> said = chunks("content", cut(String.join("", words), cuts));
    List<Buffer> thought = chunks("reasoning_content", cut(String.join("", thoughts), cuts));
    List<Buffer> events = new ArrayList<>();
    for (int i = 0; !said.isEmpty() || !thought.isEmpty(); i++) {
      boolean turn = turns.isEmpty() ? i % 2 == 0 : turns.get(i % turns.size());
      events.add((thought.isEmpty() || (turn && !said.isEmpty()) ? said : thought).removeFirst());
    }
    EventSplitter.each(Buffer.buffer(Dialect.CHAT.last()), events::add);

    List<Buffer> passed = screened(Endpoint.CHAT_COMPLETIONS, events, REDACT);

    assertThat(passed).hasSameSizeAs(events);
    assertThat(text(passed, "content")).isEqualTo(redacted(words));
    assertThat(text(passed, "reasoning_content")).isEqualTo(redacted(thoughts));
    assertThat(joined(passed)).endsWith(Dialect.CHAT.last());
  }

  private static List<Buffer> chunks(String field, List<String> deltas) {
    List<Buffer> chunks = new ArrayList<>();
    deltas.forEach(it ->
        chunks.add(
            Buffer.buffer(
                Dialect.CHAT.delta(Dialect.quoted(it)).replace("content\"", field + "\""))));
    return chunks;
  }

  private static String text(List<Buffer> events, String field) {
    return String.join("", Dialect.texts(events, "/choices/0/delta/" + field));
  }

  private static String redacted(List<String> words) {
    String text = String.join("", words);
    return TextScreen.redacted(text, TextScreen.whole(text, EnumSet.allOf(Sought.class)));
  }

  @Property(tries = 100)
  void whatIsOnlyFlaggedPassesAtOnceAsItCame(
      @ForAll("words") List<String> words, @ForAll List<Integer> cuts, @ForAll Dialect dialect) {
    StreamScreen screen =
        new StreamScreen(dialect.endpoint(), new ContentRules.Answer(Act.FLAG, Act.FLAG));
    for (Buffer event : dialect.events(cut(String.join("", words), cuts))) {
      assertThat(screen.events(event)).isSameAs(event);
    }
    assertThat(screen.end().length()).isZero();
    assertThat(screen.findings().isEmpty())
        .isEqualTo(TextScreen.whole(String.join("", words), EnumSet.allOf(Sought.class)).isEmpty());
  }

  /** How each API says a delta. */
  enum Dialect {
    CHAT(Endpoint.CHAT_COMPLETIONS, "/choices/0/delta/content") {
      @Override
      String delta(String quoted) {
        return "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":"
            + quoted
            + "},\"index\":0}]}\n\n";
      }

      @Override
      String last() {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
      }
    },
    ARGUMENTS(Endpoint.CHAT_COMPLETIONS, "/choices/0/delta/tool_calls/0/function/arguments") {
      @Override
      String delta(String quoted) {
        return "data: {\"choices\":[{\"index\":1,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
            + quoted
            + "}}]}}]}\r\n\r\n";
      }

      @Override
      String last() {
        return "data: [DONE]\r\n\r\n";
      }
    },
    COMPLETIONS(Endpoint.COMPLETIONS, "/choices/0/text") {
      @Override
      String delta(String quoted) {
        return "data:{\"choices\":[{\"text\":" + quoted + ",\"index\":0,\"logprobs\":null}]}\n\n";
      }

      @Override
      String last() {
        return "data: [DONE]\n\n";
      }
    },
    RESPONSES(Endpoint.RESPONSES, "/delta") {
      @Override
      String delta(String quoted) {
        return "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"output_index\":0,"
            + "\"content_index\":0,\"delta\":"
            + quoted
            + "}\n\n";
      }

      @Override
      String last() {
        return "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{}}\n\n";
      }
    },
    MESSAGES(Endpoint.MESSAGES, "/delta/text") {
      @Override
      String delta(String quoted) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\ndata:\"delta\":{\"type\":\"text_delta\",\"text\":"
            + quoted
            + "}}\n\n";
      }

      @Override
      String last() {
        return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
      }
    };

    private final Endpoint endpoint;
    private final String at;

    Dialect(Endpoint endpoint, String at) {
      this.endpoint = endpoint;
      this.at = at;
    }

    abstract String delta(String quoted);

    abstract String last();

    Endpoint endpoint() {
      return endpoint;
    }

    List<Buffer> events(List<String> deltas) {
      List<Buffer> events = new ArrayList<>();
      deltas.forEach(it -> events.add(Buffer.buffer(delta(quoted(it)))));
      EventSplitter.each(Buffer.buffer(last()), events::add);
      return events;
    }

    List<String> texts(List<Buffer> events) {
      return texts(events, at);
    }

    static List<String> texts(List<Buffer> events, String at) {
      List<String> texts = new ArrayList<>();
      for (Buffer event : events) {
        try {
          JsonNode data = JSON.readTree(EventData.of(event).data());
          texts.add(data.at(at).asText(""));
        } catch (IOException none) {
          texts.add("");
        }
      }
      return texts;
    }

    private static String quoted(String text) {
      ObjectNode node = JSON.createObjectNode().put("t", text);
      String json = node.toString();
      return json.substring("{\"t\":".length(), json.length() - 1);
    }
  }

  static List<Buffer> screened(Endpoint endpoint, List<Buffer> events, ContentRules.Answer rules) {
    StreamScreen screen = new StreamScreen(endpoint, rules);
    List<Buffer> passed = new ArrayList<>();
    events.forEach(event -> EventSplitter.each(screen.events(event), passed::add));
    EventSplitter.each(screen.end(), passed::add);
    return passed;
  }

  private static String joined(List<Buffer> events) {
    Buffer all = Buffer.buffer();
    events.forEach(all::appendBuffer);
    return all.toString();
  }

  private static List<String> cut(String text, List<Integer> cuts) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    int i = 0;
    while (at < text.length()) {
      int size = cuts.isEmpty() ? 3 : 1 + Math.floorMod(cuts.get(i++ % cuts.size()), 9);
      int end = Math.min(text.length(), at + size);
      // A delta is whole characters: providers cut between code points.
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      parts.add(text.substring(at, end));
      at = end;
    }
    return parts;
  }
}
