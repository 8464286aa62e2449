package dev.assay.gateway.tracing;

import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import java.util.Map;
import java.util.Optional;

/** Tells nobody; what the client sent goes on as it came. */
record NoSpan(Optional<TraceContext> client) implements ExchangeSpan {
  @Override
  public void judged(RequestFacts facts, Decision.OfRequest decision) {}

  @Override
  public void injected(Injection injection) {}

  @Override
  public TracedAttempt attempt(Target target) {
    return new PassedOn(client.map(TraceContext::headers).orElse(Map.of()));
  }

  @Override
  public void stopped(int status, String code) {}

  @Override
  public void recorded(ExchangeRecord record) {}

  @Override
  public void end() {}

  private record PassedOn(Map<String, String> headers) implements TracedAttempt {
    @Override
    public void answered(int status) {}

    @Override
    public void failed(String why) {}
  }
}
