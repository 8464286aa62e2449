package dev.assay.gateway.demo;

import dev.assay.gateway.demo.Dataset.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What a real LLM is asked: ten of BANKING77's intents, few enough for one that runs on two cores.
 * First come rows people teach on, from the training split, then rows no release has seen, from the
 * test split.
 *
 * @param taught how many rows of the stream come first, to be taught on
 */
record LlmTask(List<Row> stream, int taught) {
  static final List<String> LABELS =
      List.of(
          "activate_my_card",
          "card_arrival",
          "change_pin",
          "lost_or_stolen_card",
          "exchange_rate",
          "cash_withdrawal_charge",
          "top_up_failed",
          "transfer_timing",
          "Refund_not_showing_up",
          "card_payment_fee_charged");

  /** The fewest that hold the forty new examples a learner proposes at, and some to spare. */
  static final int FEWEST_TAUGHT = 58;

  static final int FEWEST = FEWEST_TAUGHT + 20;
  static final int MOST = 1_000;

  /** Three answered messages in the developer's own prompt: they show the form of an answer. */
  private static final List<Row> SAMPLES =
      List.of(
          new Row("Where is my card?", "card_arrival"),
          new Row("How do you do exchanges?", "exchange_rate"),
          new Row("How long is the transfer?", "transfer_timing"));

  /** Enough for a label; a small model that begins to tell a story is cut short. */
  private static final int ANSWER_TOKENS = 16;

  LlmTask {
    stream = List.copyOf(stream);
  }

  /**
   * Draws the rows.
   *
   * @param requests {@value #FEWEST} to {@value #MOST}
   */
  static LlmTask of(Dataset data, int requests, long seed) {
    Random random = new Random(seed);
    int taught = Math.max(FEWEST_TAUGHT, requests * 16 / 25);
    Set<String> drawn = new HashSet<>(SAMPLES.stream().map(Row::text).toList());
    List<Row> unseen = draw(data.test(), requests - taught, drawn, random);
    List<Row> stream = new ArrayList<>(draw(data.train(), taught, drawn, random));
    int first = stream.size();
    stream.addAll(unseen);
    return new LlmTask(stream, first);
  }

  private static List<Row> draw(List<Row> from, int count, Set<String> drawn, Random random) {
    List<Row> rows =
        new ArrayList<>(from.stream().filter(row -> LABELS.contains(row.label())).toList());
    Collections.shuffle(rows, random);
    return rows.stream().filter(row -> drawn.add(row.text())).limit(count).toList();
  }

  int unseen() {
    return stream.size() - taught;
  }

  /** What the application's developer wrote. */
  static Apps.Prompt prompt(String model) {
    List<Map<String, String>> messages = new ArrayList<>();
    messages.add(
        Map.of(
            "role",
            "system",
            "content",
            "Classify the bank customer message into exactly one of these intents: "
                + String.join(", ", LABELS)
                + ". Answer with the intent name only."));
    SAMPLES.forEach(sample -> {
      messages.add(Map.of("role", "user", "content", sample.text()));
      messages.add(Map.of("role", "assistant", "content", sample.label()));
    });
    return new Apps.Prompt(model, messages, Map.of("temperature", 0, "max_tokens", ANSWER_TOKENS));
  }
}
