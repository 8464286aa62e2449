package dev.assay.gateway.tracing;

import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An exchange as one span: judging and injecting are events in it, attempts spans below it. */
final class OtelSpan implements ExchangeSpan {
  static final AttributeKey<String> EXCHANGE = AttributeKey.stringKey("assay.exchange.id");
  private static final AttributeKey<String> TENANT = AttributeKey.stringKey("assay.tenant");
  private static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("assay.endpoint");
  private static final AttributeKey<String> REVISION =
      AttributeKey.stringKey("assay.policy.revision");
  private static final AttributeKey<Boolean> ALLOW = AttributeKey.booleanKey("assay.policy.allow");
  private static final AttributeKey<List<String>> REASONS =
      AttributeKey.stringArrayKey("assay.policy.reasons");
  private static final AttributeKey<Long> ITEMS = AttributeKey.longKey("assay.injection.items");
  private static final AttributeKey<Long> TOKENS = AttributeKey.longKey("assay.injection.tokens");
  private static final AttributeKey<String> HOW = AttributeKey.stringKey("assay.injection.how");
  private static final AttributeKey<Long> RELEASE = AttributeKey.longKey("assay.release");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("assay.outcome");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final Tracer tracer;
  private final Span span;
  private final Context context;
  private final Map<String, String> providerNames;
  private String operation = "chat";

  /** Those that have neither failed nor ended with the exchange: several where one is hedged. */
  private final Set<OtelAttempt> open = new LinkedHashSet<>();

  private @Nullable OtelAttempt answered;

  OtelSpan(Tracer tracer, Span span, Context context, Map<String, String> providerNames) {
    this.tracer = tracer;
    this.span = span;
    this.context = context;
    this.providerNames = providerNames;
  }

  @Override
  public void judged(RequestFacts facts, Decision.OfRequest decision) {
    operation = GenAi.operation(facts.request().endpoint());
    span.setAttribute(TENANT, facts.caller().tenant().value());
    span.setAttribute(ENDPOINT, facts.request().endpoint());
    span.setAttribute(GenAi.OPERATION, operation);
    if (decision.allow()) {
      // Only now is it a name that an operator chose, not anything that a client may write.
      span.setAttribute(GenAi.REQUEST_MODEL, facts.request().model());
      span.updateName(operation + " " + facts.request().model());
    }
    span.addEvent(
        "judged",
        Attributes.of(
            ALLOW,
            decision.allow(),
            REASONS,
            decision.reasons().stream().map(Decision.Reason::code).toList(),
            REVISION,
            decision.policyRevision()));
  }

  @Override
  public void injected(Injection injection) {
    span.addEvent(
        "injected",
        Attributes.of(
            ITEMS,
            (long) injection.items().size(),
            TOKENS,
            (long) injection.tokens(),
            HOW,
            injection.how()));
  }

  @Override
  public TracedAttempt attempt(Target target) {
    Span attempt =
        tracer
            .spanBuilder(operation + " " + target.model())
            .setParent(context)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(GenAi.OPERATION, operation)
            .setAttribute(
                GenAi.PROVIDER, providerNames.getOrDefault(target.provider(), target.provider()))
            .setAttribute(GenAi.REQUEST_MODEL, target.model())
            .startSpan();
    OtelAttempt begun = new OtelAttempt(attempt, context.with(attempt));
    open.add(begun);
    return begun;
  }

  @Override
  public void stopped(int status, String code) {
    span.setAttribute(STATUS, status);
    span.setAttribute(ERROR, code);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR, code);
    }
  }

  @Override
  public void recorded(ExchangeRecord record) {
    span.setAttribute(STATUS, record.httpStatus());
    span.setAttribute(OUTCOME, record.outcome().name());
    span.setAttribute(RELEASE, record.releaseNumber());
    if (record.outcome() == Outcome.FAILED || record.outcome() == Outcome.INTERRUPTED) {
      span.setStatus(StatusCode.ERROR);
    }
    OtelAttempt attempt = answered;
    if (attempt != null && record.outcome() != Outcome.REFUSED) {
      attempt.span.setAttribute(GenAi.INPUT_TOKENS, record.usage().promptTokens());
      attempt.span.setAttribute(GenAi.OUTPUT_TOKENS, record.usage().completionTokens());
    }
  }

  @Override
  public void end() {
    open.forEach(attempt -> attempt.span.end());
    open.clear();
    span.end();
  }

  private final class OtelAttempt implements TracedAttempt {
    private final Span span;
    private final Map<String, String> headers = new TreeMap<>();

    OtelAttempt(Span span, Context context) {
      this.span = span;
      W3CTraceContextPropagator.getInstance()
          .inject(context, headers, (carrier, name, value) -> headers.put(name, value));
    }

    @Override
    public Map<String, String> headers() {
      return headers;
    }

    @Override
    public void answered(int status) {
      span.setAttribute(STATUS, status);
      if (status >= 400) {
        span.setAttribute(ERROR, Integer.toString(status));
        span.setStatus(StatusCode.ERROR);
      }
      answered = this;
    }

    @Override
    public void failed(String why) {
      span.setAttribute(ERROR, why);
      span.setStatus(StatusCode.ERROR, why);
      span.end();
      open.remove(this);
    }
  }
}
