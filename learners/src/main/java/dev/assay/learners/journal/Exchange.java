package dev.assay.learners.journal;

import dev.assay.learners.feedback.Feedback;
import java.util.List;
import java.util.Optional;

/**
 * An exchange as read back.
 *
 * @param content empty where the tenant keeps none or it was erased
 * @param feedback signals about it, oldest first; which ones is said by who reads
 */
public record Exchange(
    ExchangeRecord record, Optional<ExchangeContent> content, List<Feedback> feedback) {
  public Exchange {
    feedback = List.copyOf(feedback);
  }

  /** The last of its signals' positions, 0 for none: the cursor to go on from. */
  public long position() {
    return feedback.isEmpty() ? 0 : feedback.getLast().position();
  }
}
