package dev.assay.gateway.demo;

import dev.assay.gateway.demo.Dataset.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One tenant's way through the stream, and what came of each row. */
final class Arm {
  private final String tenant;
  private final String key;
  private final boolean[] played;
  private final boolean[] right;
  private final @Nullable String[] nearest;
  private final double[] overheadMillis;
  private volatile @Nullable String failure;
  private final Map<Integer, Map<String, String>> outputs = new ConcurrentHashMap<>();

  Arm(String tenant, String key, int rows) {
    this.tenant = tenant;
    this.key = key;
    this.played = new boolean[rows];
    this.right = new boolean[rows];
    this.nearest = new @Nullable String[rows];
    this.overheadMillis = new double[rows];
  }

  String tenant() {
    return tenant;
  }

  String key() {
    return key;
  }

  /** What the examples of a release answer, by id: for the nearest-example control. */
  void knows(int release, Map<String, String> outputById) {
    outputs.put(release, outputById);
  }

  boolean knows(int release) {
    return outputs.containsKey(release);
  }

  /** Why a request was not answered; empty when all were. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  void record(int position, Row row, Apps.Answer answer) {
    if (answer.status() != 200) {
      failure = "status " + answer.status() + ", " + answer.text();
    }
    played[position] = true;
    right[position] = answer.status() == 200 && row.isAnsweredBy(answer.text());
    overheadMillis[position] = answer.overheadMillis();
    if (!answer.injected().isEmpty()) {
      String id = answer.injected().getFirst();
      String name = id.substring(id.indexOf(':') + 1);
      nearest[position] = answer.release() + "/" + name;
    }
  }

  /** Accuracy on these positions, of those that were played. */
  Share accuracy(int from, int to) {
    int total = 0;
    int hits = 0;
    for (int i = from; i < to; i++) {
      total += played[i] ? 1 : 0;
      hits += right[i] ? 1 : 0;
    }
    return Share.of(hits, total);
  }

  /** Which of these positions were answered rightly. */
  boolean[] right(int from, int to) {
    return Arrays.copyOfRange(right, from, to);
  }

  /** Accuracy had the nearest injected example's output been the answer. */
  Share nearestAccuracy(List<Row> stream, int from, int to) {
    int hits = 0;
    for (boolean hit : nearestRight(stream, from, to)) {
      hits += hit ? 1 : 0;
    }
    return Share.of(hits, to - from);
  }

  /** Which of these positions that output answers rightly. */
  boolean[] nearestRight(List<Row> stream, int from, int to) {
    boolean[] hits = new boolean[to - from];
    for (int i = from; i < to; i++) {
      Row row = stream.get(i);
      hits[i - from] = nearestOutput(nearest[i]).filter(row::isAnsweredBy).isPresent();
    }
    return hits;
  }

  private Optional<String> nearestOutput(@Nullable String reference) {
    if (reference == null) {
      return Optional.empty();
    }
    int slash = reference.indexOf('/');
    int release = Integer.parseInt(reference.substring(0, slash));
    return Optional.ofNullable(
        outputs.getOrDefault(release, Map.of()).get(reference.substring(slash + 1)));
  }

  /** The overheads seen, sorted. */
  double[] overheads() {
    List<Double> seen = new ArrayList<>();
    for (int i = 0; i < played.length; i++) {
      if (played[i]) {
        seen.add(overheadMillis[i]);
      }
    }
    double[] sorted = seen.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
