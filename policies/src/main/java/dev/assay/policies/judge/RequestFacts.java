package dev.assay.policies.judge;

import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a request when it is judged. No content and no counters: equal facts may share a
 * decision.
 *
 * @param targets candidates in the order routing would try them
 */
public record RequestFacts(
    TenantPolicy policy,
    String policyRevision,
    Instant at,
    Caller caller,
    Purpose purpose,
    Shape request,
    Limits limits,
    ReleaseFacts release,
    List<Candidate> targets)
    implements Facts<Decision.OfRequest> {

  public RequestFacts {
    targets = List.copyOf(targets);
  }

  /**
   * The same of a request that asks for another model.
   *
   * @param room where its limits stand
   */
  public RequestFacts asking(String model, Limits room, List<Candidate> its) {
    return new RequestFacts(
        policy, policyRevision, at, caller, purpose, request.asking(model), room, release, its);
  }

  /** The same of a request whose body has these fields. */
  public RequestFacts naming(List<String> fields) {
    return new RequestFacts(
        policy,
        policyRevision,
        at,
        caller,
        purpose,
        request.naming(fields),
        limits,
        release,
        targets);
  }

  /**
   * Who asks. The tenant comes from the credential.
   *
   * @param keyId the app key's id, or {@code internal} for a call of {@link Purpose} other than
   *     {@code SERVE}
   */
  public record Caller(TenantId tenant, String app, String keyId) {}

  /** Why the model is called. */
  public enum Purpose {
    SERVE,
    EVALUATE,
    SMOKE;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The request's outer form.
   *
   * @param endpoint such as {@code chat.completions}
   * @param model the alias the client asked for
   * @param fields top-level field names of the body, sorted
   * @param headers names of the request's {@code x-assay-} headers, sorted, lower-case
   * @param maxOutputTokens the most the client asked for; 0 when it did not say
   * @param choices {@code n}; 1 when the client did not say
   */
  public record Shape(
      String endpoint,
      String model,
      boolean stream,
      int bytes,
      int messages,
      List<String> fields,
      List<String> headers,
      int maxOutputTokens,
      int choices) {
    public Shape {
      fields = List.copyOf(fields);
      headers = List.copyOf(headers);
    }

    Shape naming(List<String> others) {
      return new Shape(
          endpoint, model, stream, bytes, messages, others, headers, maxOutputTokens, choices);
    }

    Shape asking(String other) {
      return new Shape(
          endpoint, other, stream, bytes, messages, fields, headers, maxOutputTokens, choices);
    }
  }

  /**
   * Limits already measured; each is true when there is room.
   *
   * @param withinRate requests a minute
   * @param withinTokens tokens a minute
   * @param withinConcurrency requests under way at once
   * @param priced whether what it will cost can be told, or nobody has to know
   * @param withinBudget money; true as well where it could not be measured
   * @param budgetKnown whether the budget could be measured and the money set aside
   */
  public record Limits(
      boolean withinRate,
      boolean withinTokens,
      boolean withinConcurrency,
      boolean priced,
      boolean withinBudget,
      boolean budgetKnown,
      boolean withinLearningBudget,
      boolean journalSlot) {
    /** There is room everywhere. */
    public static final Limits ROOM = new Limits(true, true, true, true, true, true, true, true);
  }

  /**
   * The release the request would be served with.
   *
   * @param number 0 for the empty first release
   */
  public record ReleaseFacts(int number, String digest) {}

  /**
   * A target and where it comes from.
   *
   * @param source {@code alias} when the configuration lists it under the model asked for, {@code
   *     release} when it is an adapter of the release, {@code surface} when it passes through
   * @param tenant whose account the provider's is alone; empty for one that all tenants share
   */
  public record Candidate(Target target, String source, String tenant) {
    /** At an account that all tenants share. */
    public static final String SHARED = "";

    /** One at an account that all tenants share. */
    public Candidate(Target target, String source) {
      this(target, source, SHARED);
    }
  }
}
