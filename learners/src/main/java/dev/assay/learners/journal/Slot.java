package dev.assay.learners.journal;

import dev.assay.learners.store.Committed;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Room for one exchange in the journal, taken before it is served. Given back exactly once. */
public interface Slot {
  /**
   * Queues the exchange, in the order of calls, and gives the slot back once it is on disk or has
   * failed. To be called once, before the client sees the end of the answer, so that its feedback
   * can't overtake it.
   */
  CompletionStage<Committed<@Nullable Void>> record(
      ExchangeRecord exchange, Optional<ExchangeContent> content);

  /** Gives the slot back unused; does nothing after {@link #record} or a second time. */
  void release();
}
