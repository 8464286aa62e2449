package dev.assay.gateway.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How much is measured, all of it bounded.
 *
 * @param seconds that each combination is measured for in all, 1 to 120
 * @param rounds over which those seconds are spread, in turn with all other combinations, 1 to 20
 * @param warmupSeconds of load on each subject before, not counted, 0.1 to 60; as often as its cost
 *     still falls, but not more than four times
 * @param rate requests a second of the open loop, 1 to 5,000
 * @param sizes of the request bodies in bytes, 1 to 5 of them
 * @param rivals who else is measured, where found
 * @param starts how often the gateway's start is timed, 1 to 20
 * @param data prompts of similar injection, one a line; random words without
 */
public record BenchPlan(
    double seconds,
    int rounds,
    double warmupSeconds,
    int rate,
    List<Integer> sizes,
    List<Rival> rivals,
    int starts,
    Optional<Path> data) {
  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int MAX_MINUTES = 60;

  /** Of those at work at once: enough to keep a gateway busy on few cores. */
  static final int BUSY_CLIENTS = 16;

  static final int STREAM_CLIENTS = 4;

  public BenchPlan {
    within("seconds", seconds, 0.1, 120);
    within("rounds", rounds, 1, 20);
    within("warm-up", warmupSeconds, 0.1, 60);
    within("rate", rate, 1, 5_000);
    within("number of sizes", sizes.size(), 1, 5);
    sizes.forEach(size -> within("size in bytes", size, 600, MAX_BODY_BYTES));
    within("starts", starts, 1, 20);
    sizes = List.copyOf(sizes);
    rivals = List.copyOf(rivals);
    if (minutes(sizes.size(), rivals.size(), seconds, warmupSeconds) > MAX_MINUTES) {
      throw new IllegalArgumentException(
          "that takes more than " + MAX_MINUTES + " minutes: ask for less");
    }
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "'" + name + "' is " + number(least) + " to " + number(most) + ", not " + number(value));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static double minutes(int sizes, int rivals, double seconds, double warmup) {
    return ((rivals + 3) * (2 * sizes + 3) * seconds + (rivals + 3) * warmup) / 60;
  }

  /** About how long all of it takes, without the starts. */
  long minutes() {
    return Math.round(Math.ceil(minutes(sizes.size(), rivals.size(), seconds, warmupSeconds)));
  }

  /** A way in which load is put on. */
  enum Kind {
    ALONE("one client, closed loop"),
    BUSY(BUSY_CLIENTS + " clients, closed loop"),
    OPEN("open loop at a fixed rate"),
    STREAM(STREAM_CLIENTS + " clients, streams");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** One thing to measure. */
  record Combination(Kind kind, int bytes, Subject subject) {}

  /**
   * All that is measured, in the order of one round. Sizes make their difference in closed loops;
   * similar injection differs from pinned by the encoder, which no size changes.
   */
  List<Combination> combinations(List<Subject> subjects) {
    List<Combination> all = new ArrayList<>();
    int first = sizes.getFirst();
    for (Kind kind : List.of(Kind.ALONE, Kind.BUSY)) {
      for (int size : sizes) {
        subjects.stream()
            .filter(it -> size == first || !it.name().equals(Subject.SIMILAR))
            .map(it -> new Combination(kind, size, it))
            .forEach(all::add);
      }
    }
    subjects.forEach(it -> all.add(new Combination(Kind.OPEN, first, it)));
    subjects.stream()
        .filter(it -> !it.name().equals(Subject.SIMILAR))
        .map(it -> new Combination(Kind.STREAM, first, it))
        .forEach(all::add);
    return all;
  }

  /** The order of one round: every other one goes backwards. */
  <T> List<T> turned(List<T> all, int round) {
    List<T> turned = new ArrayList<>(all);
    if (round % 2 == 1) {
      Collections.reverse(turned);
    }
    return turned;
  }

  Load load(Kind kind) {
    return switch (kind) {
      case ALONE -> new ClosedLoop(1);
      case BUSY -> new ClosedLoop(BUSY_CLIENTS);
      case OPEN -> new OpenLoop(rate);
      case STREAM -> new ClosedLoop(STREAM_CLIENTS);
    };
  }
}
