package dev.assay.gateway.tracing;

import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;

/** What is told of an exchange while it runs. */
interface ExchangeSpan {
  void judged(RequestFacts facts, Decision.OfRequest decision);

  void injected(Injection injection);

  TracedAttempt attempt(Target target);

  void stopped(int status, String code);

  void recorded(ExchangeRecord record);

  /** Once; nothing is told after it. */
  void end();
}
