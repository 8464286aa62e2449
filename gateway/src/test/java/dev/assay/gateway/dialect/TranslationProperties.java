package dev.assay.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.chat.ChatDialect;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.messages.MessagesDialect;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Dialect;
import dev.assay.gateway.dialect.neutral.Event;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Sse;
import dev.assay.gateway.dialect.neutral.StreamWriter;
import dev.assay.gateway.dialect.responses.ResponsesDialect;
import dev.assay.gateway.sse.EventSplitter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TranslationProperties {
  private static final Map<String, Dialect> DIALECTS =
      Map.of(
          "chat", new ChatDialect(),
          "messages", new MessagesDialect(4096),
          "responses", new ResponsesDialect());

  /** The least of each API; a chat that asks to be told its usage. */
  private static final Map<String, String> REQUESTS =
      Map.of(
          "chat",
          """
          {"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true,\
          "stream_options":{"include_usage":true}}\
          """,
          "messages",
          """
          {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"stream":true}\
          """,
          "responses",
          """
          {"model":"m","input":"Hi","stream":true}\
          """);

  record Pair(String client, String provider) {
    Translation translation() {
      return Goldens.between(Goldens.endpoint(client), Goldens.endpoint(provider));
    }

    Pair back() {
      return new Pair(/* client= */ provider, /* provider= */ client);
    }
  }

  @Provide
  Arbitrary<Pair> pairs() {
    List<String> names = List.of("chat", "messages", "responses");
    return Arbitraries.of(
        names.stream()
            .flatMap(a -> names.stream().filter(b -> !a.equals(b)).map(b -> new Pair(a, b)))
            .toList());
  }

  @Provide
  Arbitrary<Conversation> conversations() {
    return Drawn.conversations();
  }

  @Provide
  Arbitrary<Answer> answers() {
    return Drawn.answers();
  }

  @Provide
  Arbitrary<Goldens.Golden> streams() {
    return Arbitraries.of(
        Goldens.all().stream().filter(golden -> golden.has("stream.sse")).toList());
  }

  @Property(tries = 600)
  void thereAndBackARequestSaysTheSame(
      @ForAll("pairs") Pair pair, @ForAll("conversations") Conversation conversation)
      throws Exception {
    byte[] said = Json.bytes(DIALECTS.get(pair.client()).writeRequest(conversation, new Unsaid()));
    Translated there = pair.translation().request(said);
    Translated back = pair.back().translation().request(there.body());
    assertThat(Json.parse(back.body())).isEqualTo(Json.parse(said));
    assertThat(there.unsaid()).isEmpty();
    assertThat(back.unsaid()).isEmpty();
  }

  @Property(tries = 600)
  void aTranslatedAnswerSaysTheSame(@ForAll("pairs") Pair pair, @ForAll("answers") Answer answer)
      throws Exception {
    Asked asked = asked(pair.provider());
    ObjectNode said = DIALECTS.get(pair.provider()).writeAnswer(answer, asked);
    byte[] translated = translated(pair).answer(Json.bytes(said));
    Answer heard = DIALECTS.get(pair.client()).readAnswer(Json.object(translated).orElseThrow());
    assertThat(heard.parts()).isEqualTo(answer.parts());
    assertThat(heard.usage()).isEqualTo(answer.usage());
  }

  @Property(tries = 600)
  void aTranslatedStreamAddsUpToTheTranslatedAnswer(
      @ForAll("pairs") Pair pair,
      @ForAll("answers") Answer answer,
      @ForAll @IntRange(min = 1, max = 9) int step)
      throws Exception {
    ObjectNode said = DIALECTS.get(pair.provider()).writeAnswer(answer, asked(pair.provider()));
    Translated translated = translated(pair);
    Dialect client = DIALECTS.get(pair.client());
    Answer whole =
        client.readAnswer(Json.object(translated.answer(Json.bytes(said))).orElseThrow());
    StreamTranslation stream = translated.stream();
    Buffer out = stream.events(streamed(pair.provider(), answer, step));
    Answer summed = Collected.of(client.streamReader(), out.toString());
    assertThat(summed.parts()).isEqualTo(whole.parts());
    assertThat(summed.stop()).isEqualTo(whole.stop());
    assertThat(summed.usage()).isEqualTo(whole.usage());
    assertThat(summed.id()).isEqualTo(whole.id());
  }

  @Property(tries = 400)
  void whereAStreamIsCutChangesNothing(
      @ForAll("streams") Goldens.Golden golden,
      @ForAll List<@IntRange(min = 1, max = 400) Integer> cuts)
      throws Exception {
    Buffer all = Buffer.buffer(golden.bytes("stream.sse"));
    StreamTranslation stream = golden.translated().stream();
    EventSplitter splitter = new EventSplitter(1 << 20);
    Buffer out = Buffer.buffer();
    int from = 0;
    for (int cut : cuts) {
      int to = Math.min(all.length(), from + cut);
      out.appendBuffer(stream.events(splitter.add(all.getBuffer(from, to))));
      from = to;
    }
    out.appendBuffer(stream.events(splitter.add(all.getBuffer(from, all.length()))));
    assertThat(out.toString()).isEqualTo(golden.text("stream.out.sse"));
  }

  private static Translated translated(Pair pair) throws Exception {
    return pair.translation().request(bytes(REQUESTS.get(pair.client())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Asked asked(String dialect) throws Exception {
    ObjectNode body = Json.object(bytes(REQUESTS.get(dialect))).orElseThrow();
    return new Asked(DIALECTS.get(dialect).readRequest(body, new Unsaid()), body, 1);
  }

  /** The same answer in pieces of so many characters. */
  private static Buffer streamed(String dialect, Answer answer, int step) throws Exception {
    StreamWriter writer = DIALECTS.get(dialect).streamWriter(asked(dialect));
    Sse out = new Sse();
    writer.write(
        new Event.Started(answer.id(), answer.model(), answer.createdSeconds(), answer.usage()),
        out);
    for (Part part : answer.parts()) {
      String text =
          switch (part) {
            case Part.Text said -> said.text();
            case Part.ToolCall call -> call.arguments();
            case Part.Reasoning thought -> thought.text();
            default -> throw new IllegalStateException();
          };
      writer.write(new Event.Opened(empty(part)), out);
      for (int from = 0; from < text.length(); from += step) {
        String more = text.substring(from, Math.min(text.length(), from + step));
        writer.write(new Event.More(more), out);
      }
      writer.write(new Event.Closed(), out);
    }
    writer.write(new Event.Used(answer.usage()), out);
    writer.write(new Event.Stopped(answer.stop()), out);
    writer.write(new Event.Ended(), out);
    return out.bytes();
  }

  private static Part empty(Part part) {
    return switch (part) {
      case Part.ToolCall call -> new Part.ToolCall(call.id(), call.name(), "");
      case Part.Reasoning thought -> new Part.Reasoning(thought.id(), "", "");
      default -> new Part.Text("");
    };
  }
}
