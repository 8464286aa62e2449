package dev.assay.gateway.bench;

import java.util.Arrays;

/** A list of durations that grows without boxing. Used from one thread. */
final class Durations {
  private static final int MAX = 5_000_000;

  private long[] nanos = new long[1024];
  private int size;

  /** Adds one; past five million they are no longer kept. */
  void add(long duration) {
    if (size == MAX) {
      return;
    }
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, Math.min(MAX, 2 * size));
    }
    nanos[size++] = duration;
  }

  void addAll(Durations others) {
    for (int i = 0; i < others.size; i++) {
      add(others.nanos[i]);
    }
  }

  int size() {
    return size;
  }

  long[] toArray() {
    return Arrays.copyOf(nanos, size);
  }
}
