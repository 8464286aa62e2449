package dev.assay.gateway.demo;

import dev.assay.gateway.demo.Dataset.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The people behind the apps: a thumb on half of the answers, the right answer where the gateway
 * asks for it, and a mistake in one of twenty. What somebody does depends on the row alone, so
 * every arm meets the same people.
 */
final class Crowd {
  private static final int USERS = 150;
  private static final double THUMB_SHARE = 0.5;
  private static final double MISTAKES = 0.05;

  private final List<String> labels;
  private final long seed;

  Crowd(List<String> labels, long seed) {
    this.labels = labels;
    this.seed = seed;
  }

  /** What somebody says of one exchange. */
  record Reaction(
      String exchange, String user, Optional<Boolean> thumb, Optional<String> correction) {}

  /** Who sends this row. */
  String user(int position) {
    return "user-" + at(position, 1).nextInt(USERS);
  }

  /** What the sender says of the answer. */
  Reaction react(int position, Row row, Apps.Answer answer) {
    SplittableRandom random = at(position, 2);
    boolean thumbs = random.nextDouble() < THUMB_SHARE;
    boolean mistaken = random.nextDouble() < MISTAKES;
    boolean right = row.isAnsweredBy(answer.text());
    String wrong = labels.get(random.nextInt(labels.size()));
    return new Reaction(
        answer.exchange(),
        user(position),
        thumbs ? Optional.of(right != mistaken) : Optional.empty(),
        answer.asked() ? Optional.of(mistaken ? wrong : row.label()) : Optional.empty());
  }

  /**
   * The same feedback dealt out anew: thumbs among the thumbs, corrections among the corrections.
   */
  static List<Reaction> shuffled(List<Reaction> reactions, long seed) {
    List<Boolean> thumbs =
        new ArrayList<>(reactions.stream().flatMap(r -> r.thumb().stream()).toList());
    List<String> corrections =
        new ArrayList<>(reactions.stream().flatMap(r -> r.correction().stream()).toList());
    Random random = new Random(seed);
    Collections.shuffle(thumbs, random);
    Collections.shuffle(corrections, random);
    List<Reaction> dealt = new ArrayList<>();
    for (Reaction reaction : reactions) {
      dealt.add(
          new Reaction(
              reaction.exchange(),
              reaction.user(),
              reaction.thumb().map(old -> thumbs.removeLast()),
              reaction.correction().map(old -> corrections.removeLast())));
    }
    return dealt;
  }

  private SplittableRandom at(int position, int purpose) {
    return new SplittableRandom((seed * 1_000_003 + position) * 31 + purpose);
  }
}
