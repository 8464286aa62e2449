package dev.assay.policies.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Remembers decisions on requests. Only the base rules stand behind it, and those do not look at
 * the time; a tenant's own rules may, so they are evaluated in front of it every time. Only
 * decisions are kept, never a failure to decide.
 */
public final class CachedEngine implements PolicyEngine {
  /** What an ordinary decision takes; one whose names clients made long counts as several. */
  private static final int ENTRY_BYTES = 1_024;

  private final PolicyEngine rules;
  private final Cache<Key, Decision.OfRequest> decisions;

  /**
   * @param rules base rules alone, that is an {@link EmbeddedEngine} or {@link ServerEngine}
   * @param maxDecisions how many decisions of ordinary size are kept
   */
  public CachedEngine(PolicyEngine rules, int maxDecisions) {
    this.rules = rules;
    this.decisions =
        Caffeine.newBuilder()
            .maximumWeight((long) maxDecisions * ENTRY_BYTES)
            .executor(Runnable::run)
            .recordStats()
            .weigher((Key key, Decision.OfRequest decision) -> Math.max(ENTRY_BYTES, key.chars()))
            .build();
  }

  @Override
  @SuppressWarnings("unchecked") // RequestFacts is Facts<OfRequest>, so D is OfRequest
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    return facts instanceof RequestFacts request
        ? (CompletionStage<D>) judgeRequest(request)
        : rules.judge(facts);
  }

  /** How many decisions were known. */
  public long hits() {
    return decisions.stats().hitCount();
  }

  /** How many requests had to be judged anew. */
  public long misses() {
    return decisions.stats().missCount();
  }

  @Override
  public void close() {
    decisions.invalidateAll();
    rules.close();
  }

  private CompletionStage<Decision.OfRequest> judgeRequest(RequestFacts facts) {
    Key key = Key.of(facts);
    Decision.OfRequest known = decisions.getIfPresent(key);
    if (known != null) {
      return CompletableFuture.completedStage(known);
    }
    return rules
        .judge(facts)
        .thenApply(decision -> {
          decisions.put(key, decision);
          return decision;
        });
  }

  /**
   * What the base rules look at. The revision stands for the whole policy, and a size for whether
   * it is within the policy's limit: exact sizes would never be equal twice.
   */
  record Key(
      String policyRevision,
      TenantId policyTenant,
      RequestFacts.Caller caller,
      RequestFacts.Purpose purpose,
      String endpoint,
      String model,
      int withinBytes,
      List<String> fields,
      List<String> headers,
      int withinOutput,
      int choices,
      int signOfMessages,
      RequestFacts.Limits limits,
      RequestFacts.ReleaseFacts release,
      List<RequestFacts.Candidate> targets) {

    static Key of(RequestFacts facts) {
      RequestFacts.Shape request = facts.request();
      return new Key(
          facts.policyRevision(),
          facts.policy().tenant(),
          facts.caller(),
          facts.purpose(),
          request.endpoint(),
          request.model(),
          within(request.bytes(), facts.policy().limits().maxRequestBytes()),
          request.fields(),
          request.headers(),
          within(request.maxOutputTokens(), facts.policy().limits().maxOutputTokens()),
          request.choices(),
          Integer.signum(request.messages()),
          facts.limits(),
          facts.release(),
          facts.targets());
    }

    /** Length of what the client wrote of it. */
    int chars() {
      int chars = model.length();
      for (String field : fields) {
        chars += field.length();
      }
      for (String header : headers) {
        chars += header.length();
      }
      return chars;
    }

    /** A size below zero is no size: its reason is another one, so it may share no decision. */
    private static int within(int size, int limit) {
      return size < 0 ? size : size <= limit ? 0 : 1;
    }
  }
}
