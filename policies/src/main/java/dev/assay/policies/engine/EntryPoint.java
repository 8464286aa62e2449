package dev.assay.policies.engine;

import dev.assay.policies.judge.ChangeFacts;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.judge.RequestFacts;

/**
 * The rule that judges one kind of facts.
 *
 * @param path the rule's path below {@code data}, as compiled and as asked of a server
 * @param type what the rule's result must parse into
 */
record EntryPoint<D extends Decision>(String path, Class<D> type) {
  static final String REQUEST = "assay/request/decision";
  static final String FEEDBACK = "assay/feedback/decision";
  static final String CHANGE = "assay/change/decision";

  /** The rule for these facts. */
  @SuppressWarnings("unchecked") // Facts is sealed: each of its records fixes D
  static <D extends Decision> EntryPoint<D> of(Facts<D> facts) {
    EntryPoint<?> entryPoint =
        switch (facts) {
          case RequestFacts request -> new EntryPoint<>(REQUEST, Decision.OfRequest.class);
          case FeedbackFacts feedback -> new EntryPoint<>(FEEDBACK, Decision.OfFeedback.class);
          case ChangeFacts change -> new EntryPoint<>(CHANGE, Decision.OfChange.class);
        };
    return (EntryPoint<D>) entryPoint;
  }
}
