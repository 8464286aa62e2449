package dev.assay.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A model name that clients may ask for.
 *
 * @param targets in the order of the file
 * @param strategy in which order they are asked
 * @param affinity what keeps asking the same target
 * @param fallbackOn after what the next target is asked
 * @param hedgeAfterMillis after how long without an answer's head a second target is asked too
 */
public record Alias(
    String name,
    List<AliasTarget> targets,
    Strategy strategy,
    Affinity affinity,
    Set<Fault> fallbackOn,
    OptionalInt hedgeAfterMillis) {
  public Alias {
    targets = List.copyOf(targets);
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    faults.addAll(fallbackOn);
    fallbackOn = Collections.unmodifiableSet(faults);
  }

  /** An alias that says nothing but where it leads: its targets are asked in their order. */
  public Alias(String name, List<AliasTarget> targets) {
    this(name, targets, Strategy.ORDERED, Affinity.NONE, Fault.USUAL, OptionalInt.empty());
  }

  /** In which order targets are asked. One that rests comes last whatever the strategy. */
  public enum Strategy {
    /** As they are listed. */
    ORDERED,
    /** Drawn by weight, each request anew. */
    WEIGHTED,
    /** The fewest requests under way for its weight. */
    LEAST_PENDING,
    /** The shortest time to an answer's head of late. */
    LOWEST_LATENCY;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What keeps asking the same target, so that its prompt cache is of use. */
  public enum Affinity {
    NONE,
    /** An episode's exchanges, by rendezvous hashing with the weights. */
    EPISODE;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
