package dev.assay.learners.spending;

import java.time.Instant;
import java.util.List;

/** What came of wanting money for a request. */
sealed interface Draw {
  /** It was set aside in each of these purses. */
  record Held(List<Purse> purses, long nanoUsd) implements Draw {
    static final Held NOTHING = new Held(List.of(), 0);

    public Held {
      purses = List.copyOf(purses);
    }
  }

  /** A budget does not cover it before this time. */
  record Spent(Instant until, Shortage.Money shortage) implements Draw {}

  /** What is left could not be told in time. */
  record Unknown() implements Draw {}
}
