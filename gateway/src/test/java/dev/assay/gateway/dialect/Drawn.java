package dev.assay.gateway.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Delivery;
import dev.assay.gateway.dialect.neutral.Labels;
import dev.assay.gateway.dialect.neutral.Output;
import dev.assay.gateway.dialect.neutral.OutputFormat;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Said;
import dev.assay.gateway.dialect.neutral.Sampling;
import dev.assay.gateway.dialect.neutral.Source;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.Thinking;
import dev.assay.gateway.dialect.neutral.Tool;
import dev.assay.gateway.dialect.neutral.ToolChoice;
import dev.assay.gateway.dialect.neutral.ToolUse;
import dev.assay.gateway.dialect.neutral.Turn;
import dev.assay.gateway.dialect.neutral.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What all three APIs can say, drawn at random. */
final class Drawn {
  private static final List<String> EFFORTS = List.of("none", "low", "medium", "high", "max");

  private Drawn() {}

  static Arbitrary<String> texts() {
    return Arbitraries.of(
        "Hello",
        "ümlaut — 📦",
        "two\nlines\n\nand a border",
        "\"quoted\" \\ ",
        "data: [DONE]",
        " ");
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(6);
  }

  private static Arbitrary<String> arguments() {
    return Arbitraries.of(
        "{}",
        "{\"a\":1.50}",
        "{\"b\":[true,null,\"ü\\n\"]}",
        "{\"c\":{\"d\":12345678901234567890}}");
  }

  static Arbitrary<Answer> answers() {
    Arbitrary<List<Part>> thoughts =
        texts().<Part>map(t -> new Part.Reasoning(Optional.empty(), t, "")).list().ofMaxSize(1);
    Arbitrary<List<Part>> texts = texts().<Part>map(Part.Text::new).list().ofMaxSize(1);
    Arbitrary<List<Part>> calls = calls();
    Arbitrary<Stop.Reason> reasons =
        Arbitraries.of(Stop.Reason.END, Stop.Reason.MAX_TOKENS, Stop.Reason.CONTENT_FILTER);
    Arbitrary<Usage> usage =
        Arbitraries.integers()
            .between(0, 99)
            .list()
            .ofSize(4)
            .map(n -> new Usage(200 + n.get(0), n.get(1), 0, 100 + n.get(2), n.get(3)));
    return Combinators.combine(thoughts, texts, calls, reasons, usage)
        .as((thought, text, call, reason, used) -> {
          List<Part> parts = new ArrayList<>(thought);
          parts.addAll(text);
          parts.addAll(call);
          Stop stop = new Stop(reason).withCalls(!call.isEmpty());
          return new Answer("id1", "m", 1_700_000_000, parts, stop, used, Optional.empty());
        });
  }

  private static Arbitrary<List<Part>> calls() {
    return Combinators.combine(names(), arguments())
        .as((name, arguments) -> List.of(name, arguments))
        .list()
        .ofMaxSize(3)
        .map(drawn -> {
          List<Part> calls = new ArrayList<>();
          for (List<String> call : drawn) {
            calls.add(new Part.ToolCall("call_" + calls.size(), call.get(0), call.get(1)));
          }
          return calls;
        });
  }

  static Arbitrary<Conversation> conversations() {
    Arbitrary<List<List<Turn>>> exchanges = exchange().list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<List<Turn>> system =
        texts().map(t -> new Turn(Role.SYSTEM, List.of(new Part.Text(t)))).list().ofMaxSize(1);
    Arbitrary<List<Turn>> turns =
        Combinators.combine(system, exchanges)
            .as((first, rest) -> {
              List<Turn> all = new ArrayList<>(first);
              rest.forEach(all::addAll);
              return all;
            });
    return Combinators.combine(turns, toolUse(), sampling(), output(), labels())
        .as((said, tools, sampling, output, labels) ->
            new Conversation(
                "m", said, tools, sampling, output, labels, new Delivery(false, false)));
  }

  /** A user's turn, a model's, and the results of what it called. */
  private static Arbitrary<List<Turn>> exchange() {
    Arbitrary<List<Part>> asked =
        Arbitraries.<Part>oneOf(
                texts().<Part>map(Part.Text::new),
                Arbitraries.<Part>of(
                    new Part.Image(new Source.Inline("image/png", "iVBORw0KGgo="), ""),
                    new Part.Image(new Source.Remote("https://example.org/a.png"), "")),
                Arbitraries.<Part>of(
                    new Part.Document(
                        new Source.Inline("application/pdf", "JVBERi0="),
                        Optional.of("a.pdf"),
                        "")))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3);
    Arbitrary<List<Part>> said = texts().<Part>map(Part.Text::new).list().ofMinSize(1).ofMaxSize(2);
    return Combinators.combine(asked, said, calls())
        .as((question, answer, calls) -> {
          List<Part> both = new ArrayList<>(answer);
          both.addAll(calls);
          List<Turn> turns = new ArrayList<>();
          turns.add(new Turn(Role.USER, question));
          turns.add(new Turn(Role.ASSISTANT, both));
          if (!calls.isEmpty()) {
            turns.add(new Turn(Role.TOOL, calls.stream().map(Drawn::result).toList()));
          }
          return turns;
        });
  }

  private static Part result(Part call) {
    String id = call instanceof Part.ToolCall named ? named.id() : "";
    return new Part.ToolResult(id, List.of(new Part.Text("result of " + id)), false);
  }

  private static Arbitrary<ToolUse> toolUse() {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties").putObject("a").put("type", "number").put("maximum", 2.5);
    Arbitrary<List<Tool>> tools =
        Combinators.combine(names(), texts().optional(), Arbitraries.of(true, false))
            .as((name, about, strict) -> new Tool(name, about, schema, Optional.of(strict)))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3);
    Arbitrary<ToolUse> some =
        Combinators.combine(
                tools,
                Arbitraries.<ToolChoice>of(
                    new ToolChoice.Auto(), new ToolChoice.Required(), new ToolChoice.Named("f")),
                Arbitraries.of(true, false))
            .as(ToolUse::new);
    return Arbitraries.oneOf(Arbitraries.just(new ToolUse(List.of(), null, null)), some);
  }

  private static Arbitrary<Sampling> sampling() {
    Arbitrary<BigDecimal> numbers =
        Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.ONE).ofScale(3);
    return Combinators.combine(
            Arbitraries.longs().between(1, Long.MAX_VALUE),
            numbers.injectNull(0.5),
            numbers.injectNull(0.5))
        .as((most, temperature, topP) -> new Sampling(most, temperature, topP, null, null, null));
  }

  private static Arbitrary<Output> output() {
    OutputFormat format =
        new OutputFormat.Schema(
            Optional.of("answer"),
            Optional.empty(),
            Json.object().put("type", "object"),
            Optional.of(true));
    return Combinators.combine(Arbitraries.of(EFFORTS).optional(), Arbitraries.of(true, false))
        .as((effort, isShaped) ->
            new Output(
                isShaped ? new Said<>("format", format) : null,
                null,
                new Thinking(
                    effort,
                    effort.filter(word -> !word.equals(Thinking.NONE)).isPresent(),
                    Optional.empty())));
  }

  private static Arbitrary<Labels> labels() {
    return Combinators.combine(
            names().injectNull(0.5), Arbitraries.of("auto", "default").injectNull(0.5))
        .as((user, tier) -> new Labels(user, null, tier, false, Collections.emptySortedMap()));
  }
}
