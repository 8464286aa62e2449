package dev.assay.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that is known of one exchange, in the order in which it happened, for people. */
final class ExchangeStory {
  private static final int LABEL_CHARS = 10;
  private static final int MAX_VALUE_CHARS = 400;
  private static final int MAX_TEXT_CHARS = 4_000;
  private static final int MAX_REASONS = 16;

  private final PrintStream out;

  ExchangeStory(PrintStream out) {
    this.out = out;
  }

  void tell(JsonNode exchange) {
    JsonNode record = exchange.path("record");
    title(record);
    who(record);
    decision(record);
    served(record);
    attempts(record);
    line(
        "usage",
        record.at("/usage/promptTokens").asLong()
            + " tokens in, "
            + record.at("/usage/completionTokens").asLong()
            + " out"
            + rest(record.path("usage"), "promptTokens", "completionTokens"));
    out.println();
    new Timeline(out).draw(record.path("timings"));
    feedback(record, exchange);
    content(exchange);
  }

  private void title(JsonNode record) {
    out.printf(
        Locale.ROOT,
        "Exchange %s %s, status %d%n%n",
        word(record, "/id"),
        word(record, "/outcome").toLowerCase(Locale.ROOT),
        record.path("httpStatus").asInt());
  }

  private void who(JsonNode record) {
    line("when", word(record, "/arrivedAt"));
    line(
        "who",
        word(record, "/tenant")
            + ", app "
            + word(record, "/app")
            + ", key "
            + word(record, "/keyId")
            + ", principal "
            + word(record, "/principal"));
    line("episode", word(record, "/episode"));
    JsonNode request = record.at("/facts/request");
    line(
        "asked for",
        word(record, "/alias")
            + " at "
            + word(record, "/endpoint")
            + ": "
            + request.path("messages").asInt()
            + " messages, "
            + request.path("bytes").asLong()
            + " bytes"
            + (request.path("stream").asBoolean() ? ", as a stream" : ""));
    if (!word(record, "/purpose").equals("serve")) {
      line("purpose", word(record, "/purpose") + ": a call of learning, not of an app");
    }
    out.println();
  }

  private void decision(JsonNode record) {
    JsonNode decision = record.path("decision");
    line(
        "policy",
        (decision.path("allow").asBoolean() ? "allowed" : "refused")
            + " by revision "
            + word(record, "/policyRevision"));
    int shown = 0;
    for (JsonNode reason : decision.path("reasons")) {
      if (shown++ < MAX_REASONS) {
        line("", word(reason, "/code") + ": " + word(reason, "/message"));
      }
    }
    line("", "content kept: " + word(decision, "/obligations/content"));
  }

  private void served(JsonNode record) {
    line(
        "release",
        record.path("releaseNumber").asInt()
            + " ("
            + word(record, "/lane").toLowerCase(Locale.ROOT)
            + "), "
            + word(record, "/releaseDigest"));
    JsonNode items = record.path("injected");
    line(
        "injected",
        items.isEmpty()
            ? "nothing"
            : items.size()
                + (items.size() == 1 ? " item, " : " items, ")
                + word(record, "/injection"));
    for (JsonNode item : items) {
      line("", word(item, "/kind") + " " + word(item, "/id") + " of " + word(item, "/artifact"));
    }
  }

  private void attempts(JsonNode record) {
    int number = 1;
    for (JsonNode tried : record.path("attempts")) {
      JsonNode target = tried.has("target") ? tried.path("target") : tried;
      boolean chosen = target.equals(record.path("chosen"));
      line(
          number == 1 ? "tried" : "",
          number
              + ". "
              + word(target, "/provider")
              + "/"
              + word(target, "/model")
              + (tried.has("target") ? rest(tried, "target") : "")
              + (chosen ? ", which answered" : ""));
      number++;
    }
    if (number == 1) {
      line("tried", "no target");
    }
  }

  private void feedback(JsonNode record, JsonNode exchange) {
    out.println();
    String reason = word(record, "/asked/reason").toLowerCase(Locale.ROOT);
    line(
        "asked",
        reason.equals("none")
            ? "nobody was asked about it"
            : String.format(
                Locale.ROOT,
                "for the right answer: %s, with probability %.3f",
                reason,
                record.at("/asked/probability").asDouble()));
    if (record.path("holdout").asBoolean()) {
      line("", "held out: it evaluates and is never learned from");
    }
    JsonNode signals = exchange.path("feedback");
    line("feedback", signals.isEmpty() ? "none so far" : signals.size() + " so far");
    for (JsonNode signal : signals) {
      line(
          "",
          word(signal, "/at")
              + "  "
              + word(signal, "/metric")
              + " = "
              + said(signal.path("signal"))
              + ", by "
              + word(signal, "/principal")
              + (signal.path("admitted").asBoolean()
                  ? ""
                  : ", does not count: " + codes(signal.path("reasons"))));
    }
  }

  private void content(JsonNode exchange) {
    out.println();
    JsonNode content = exchange.path("content");
    if (exchange.path("withheld").asBoolean()) {
      line("content", "is not for your role");
    } else if (!content.isObject()) {
      line("content", "none is kept: " + whyNone(exchange.path("record")));
    } else {
      text("prompt", content.path("query").asText());
      text("answer", content.path("answer").asText());
      line("", "The whole conversation: --json");
    }
  }

  private static String whyNone(JsonNode record) {
    if (!word(record, "/outcome").equals("ANSWERED")) {
      return "only what was answered is kept";
    }
    if (!word(record, "/purpose").equals("serve")) {
      return "of calls of learning none ever is";
    }
    return word(record, "/decision/obligations/content").equals("none")
        ? "the tenant's policy says so"
        : "it was erased, is older than the policy keeps it, was too large or not read";
  }

  private void text(String label, String text) {
    List<String> lines = text.lines().toList();
    int left = MAX_TEXT_CHARS;
    String named = label;
    for (String next : lines.isEmpty() ? List.of("(empty)") : lines) {
      if (left <= 0) {
        line("", "…");
        return;
      }
      line(named, Printer.shown(next, Math.max(2, left)));
      left -= next.length();
      named = "";
    }
  }

  private static String said(JsonNode signal) {
    if (!signal.isObject()) {
      return "(erased)";
    }
    JsonNode value = signal.has("value") ? signal.path("value") : signal.path("text");
    return value.isMissingNode() ? "(not shown)" : Printer.shown(value.asText(), MAX_VALUE_CHARS);
  }

  private static String codes(JsonNode reasons) {
    List<String> codes = new ArrayList<>();
    reasons.forEach(reason -> codes.add(word(reason, "/code")));
    return codes.isEmpty() ? "no reason was given" : String.join(", ", codes);
  }

  /** Whatever else an object says, so that a new field is seen before it has words of its own. */
  private static String rest(JsonNode object, String... told) {
    StringBuilder rest = new StringBuilder();
    object
        .propertyStream()
        .filter(field -> !List.of(told).contains(field.getKey()))
        .filter(field -> field.getValue().isValueNode() && !field.getValue().isNull())
        .forEach(field ->
            rest.append(", ")
                .append(field.getKey())
                .append(' ')
                .append(Printer.shown(field.getValue().asText(), MAX_VALUE_CHARS)));
    return rest.toString();
  }

  private static String word(JsonNode node, String pointer) {
    JsonNode value = node.at(pointer);
    return value.isMissingNode() || value.isNull()
        ? "-"
        : Printer.shown(value.asText(), MAX_VALUE_CHARS);
  }

  private void line(String label, String value) {
    out.println("  " + label + " ".repeat(Math.max(1, LABEL_CHARS - label.length())) + value);
  }
}
