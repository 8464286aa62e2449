package dev.assay.policies.judge;

import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.OptionalInt;

/**
 * A request that was judged and may pass. Only {@link Judge} makes one, and only this makes an
 * {@link Outbound}, so a request nobody judged cannot be sent.
 */
public final class Permitted implements Judgement {
  private final RequestBody body;
  private final RequestFacts facts;
  private final Decision.OfRequest decision;
  private final List<Target> targets;

  Permitted(RequestBody body, RequestFacts facts, Decision.OfRequest decision) {
    this.body = body;
    this.facts = facts;
    this.decision = decision;
    this.targets = decision.targets().stream().map(i -> facts.targets().get(i).target()).toList();
  }

  @Override
  public RequestFacts facts() {
    return facts;
  }

  @Override
  public Decision.OfRequest decision() {
    return decision;
  }

  /** Where it may be sent, in the order to try. */
  public List<Target> targets() {
    return targets;
  }

  /** How much learned text it may carry. */
  public Decision.Allowance allowance() {
    return decision.injection();
  }

  /** What the journal may keep of its content. */
  public TenantPolicy.Content content() {
    return decision.obligations().content();
  }

  /** What must be done about secrets and personal data in it and in its answer. */
  public ContentRules contentRules() {
    return decision.obligations().contentRules();
  }

  /** What will be sent: the request as it was judged, or as it was redacted since. */
  public RequestBody body() {
    return body;
  }

  /**
   * The same request with other words in it: it stays permitted, as nothing that was judged
   * differs.
   *
   * @param redacted UTF-8 JSON, kept and not copied
   * @throws IllegalArgumentException when it differs in anything but text that people or tools
   *     wrote
   */
  public Permitted redacted(byte[] redacted) {
    if (!(body instanceof ParsedBody read) || !SameButText.are(read.raw(), redacted)) {
      throw new IllegalArgumentException("a redaction may only change what was written as content");
    }
    try {
      return new Permitted(BodyParser.parse(read.endpoint(), redacted), facts, decision);
    } catch (Malformed unreadable) {
      throw new IllegalArgumentException("a redacted request must be readable", unreadable);
    }
  }

  /**
   * The request as it goes to one target.
   *
   * @throws IllegalArgumentException when the target was not permitted or the injection is larger
   *     than, or of another kind than, was allowed
   */
  public Outbound outbound(Injection injection, Target target) {
    if (!targets.contains(target)) {
      throw new IllegalArgumentException("this target was not permitted for this request");
    }
    Decision.Allowance allowed = decision.injection();
    if (injection.tokens() > allowed.maxTokens()
        || injection.items().size() > allowed.maxItems()
        || injection.items().stream().anyMatch(i -> !allowed.kinds().contains(i.kind()))) {
      throw new IllegalArgumentException("this injection is not within what was allowed");
    }
    return Outbound.of(body, facts.caller().tenant(), injection, target, answerLimit());
  }

  /** What is set aside for an answer whose length its client left open is all it may take. */
  private OptionalInt answerLimit() {
    TenantPolicy.Limits limits = facts.policy().limits();
    boolean open = body instanceof ParsedBody && body.answersInWords();
    return open && body.maxOutputTokens() == 0 && bound(limits)
        ? OptionalInt.of(limits.maxOutputTokens())
        : OptionalInt.empty();
  }

  /** Whether something is limited that an answer of any length could break. */
  private static boolean bound(TenantPolicy.Limits limits) {
    return !limits.budgets().isEmpty()
        || limits.tokensPerMinute() != TenantPolicy.Limits.UNLIMITED
        || limits.tenant().tokensPerMinute() != TenantPolicy.Limits.UNLIMITED
        || limits.models().values().stream()
            .anyMatch(it -> it.tokensPerMinute() != TenantPolicy.Limits.UNLIMITED);
  }
}
