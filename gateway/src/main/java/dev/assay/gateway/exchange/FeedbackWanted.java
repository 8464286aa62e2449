package dev.assay.gateway.exchange;

import dev.assay.learners.asking.Asking;
import dev.assay.learners.asking.Confidence;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.policies.judge.RequestFacts.Purpose;
import java.util.OptionalDouble;

/** Which answers their clients are asked about. */
record FeedbackWanted(Asking asking) {
  /** Whether people are asked about one: by the model's own margin where it tells one. */
  ExchangeRecord.Asked of(Progress.Answering answering, OptionalDouble margin) {
    Progress.Gathered gathered = answering.injected().judged().gathered();
    Progress.Snapshot snapshot = gathered.snapshot();
    if (snapshot.read().purpose() != Purpose.SERVE || !snapshot.read().body().answersInWords()) {
      return ExchangeRecord.Asked.NOT;
    }
    return asking.decide(
        snapshot.read().caller().tenant(),
        snapshot.release().digest(),
        snapshot.policy().policy().asking(),
        gathered.holdout(),
        margin.isPresent()
            ? new Confidence(Confidence.Source.MODEL, margin.getAsDouble())
            : new Confidence(
                Confidence.Source.SELECTION, answering.injected().selection().confidence()));
  }
}
