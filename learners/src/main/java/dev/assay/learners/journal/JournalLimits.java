package dev.assay.learners.journal;

/**
 * How much may be on its way to the journal at once.
 *
 * @param waitMillis how long a request waits for a slot before it is refused
 */
public record JournalLimits(int maxSlots, long maxBytes, long waitMillis) {
  public static final JournalLimits DEFAULT = new JournalLimits(12_000, 512L * 1024 * 1024, 50);
}
