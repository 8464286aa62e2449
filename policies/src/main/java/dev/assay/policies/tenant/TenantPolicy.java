package dev.assay.policies.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a tenant's policy file says, complete: a file may leave parts out, and the template's values
 * then stand in their place. It is data for the Rego rules; nothing here decides.
 *
 * @param models the aliases the tenant may ask for
 * @param residency regions a target may be in; {@code any} allows every region
 * @param content what of the messages the journal keeps
 * @param defaultModel the alias of a model call that names none; empty: such a call is refused
 */
public record TenantPolicy(
    TenantId tenant,
    List<String> models,
    Limits limits,
    List<String> residency,
    Content content,
    InjectionRules injection,
    PassThrough passThrough,
    Asking asking,
    FeedbackRules feedback,
    Learning learning,
    Envelope envelope,
    ContentRules contentRules,
    Cache cache,
    String defaultModel) {

  /** No model call goes without naming its model. */
  public static final String NO_MODEL = "";

  public TenantPolicy {
    models = List.copyOf(models);
    residency = List.copyOf(residency);
  }

  /** The policy of a tenant whose model calls all name their model. */
  public TenantPolicy(
      TenantId tenant,
      List<String> models,
      Limits limits,
      List<String> residency,
      Content content,
      InjectionRules injection,
      PassThrough passThrough,
      Asking asking,
      FeedbackRules feedback,
      Learning learning,
      Envelope envelope,
      ContentRules contentRules,
      Cache cache) {
    this(
        tenant,
        models,
        limits,
        residency,
        content,
        injection,
        passThrough,
        asking,
        feedback,
        learning,
        envelope,
        contentRules,
        cache,
        NO_MODEL);
  }

  /**
   * Limits of one app key, and those its tenant's keys share. Where a number may be {@link
   * #UNLIMITED}, that means there is no limit.
   *
   * @param maxOutputTokens the most a request may ask for in {@code max_tokens}, or is sent with
   *     where it does not say and tokens or money are limited
   * @param tokensPerMinute of prompts and answers together
   * @param concurrentRequests under way at once
   * @param tenant what all keys of the tenant share
   * @param models what all keys of the tenant share of one alias
   * @param budgets at most one for each scope and period
   */
  public record Limits(
      int requestsPerMinute,
      int maxRequestBytes,
      int maxOutputTokens,
      int tokensPerMinute,
      int concurrentRequests,
      Shared tenant,
      Map<String, Shared> models,
      List<Budget> budgets) {
    public static final int UNLIMITED = 0;

    public Limits {
      // In one order on every machine: the policy's digest is taken over its JSON.
      models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
      budgets = List.copyOf(budgets);
    }

    /** With no limits but these. */
    public Limits(int requestsPerMinute, int maxRequestBytes, int maxOutputTokens) {
      this(
          requestsPerMinute,
          maxRequestBytes,
          maxOutputTokens,
          UNLIMITED,
          UNLIMITED,
          Shared.UNLIMITED,
          Map.of(),
          List.of());
    }
  }

  /** Limits that several app keys share; each may be {@link Limits#UNLIMITED}. */
  public record Shared(int requestsPerMinute, int tokensPerMinute, int concurrentRequests) {
    public static final Shared UNLIMITED =
        new Shared(Limits.UNLIMITED, Limits.UNLIMITED, Limits.UNLIMITED);
  }

  /**
   * How much money may be spent in a period of UTC.
   *
   * @param microUsd millionths of a US dollar
   * @param scope who spends it: each key or model in that scope has the whole amount to itself
   */
  public record Budget(long microUsd, Period per, Scope scope) {}

  /** How long a budget lasts; each begins on the UTC clock's or calendar's mark. */
  public enum Period {
    HOUR,
    DAY,
    MONTH;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who spends a budget. */
  public enum Scope {
    TENANT,
    KEY,
    MODEL;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the journal keeps of messages and answers. */
  public enum Content {
    FULL,
    REDACTED,
    NONE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How much learned text a request may carry, and of which kinds. */
  public record InjectionRules(int maxTokens, int maxItems, List<ArtifactKind> kinds) {
    public InjectionRules {
      kinds = List.copyOf(kinds);
    }
  }

  /**
   * What passes through without its content being read. What is not named does not pass.
   *
   * @param unownedObjects whether the tenant may reach what is kept at a provider and was made by
   *     nobody's app key
   */
  public record PassThrough(List<SurfaceRule> surfaces, boolean unownedObjects) {
    /** Nothing passes. */
    public static final PassThrough NONE = new PassThrough(List.of(), false);

    public PassThrough {
      surfaces = List.copyOf(surfaces);
    }

    /** What a request of this surface costs: its own price, else everything else's, else 0. */
    public long microUsd(Surface surface) {
      return surfaces.stream()
          .filter(rule -> rule.surface() == surface || rule.surface() == Surface.EVERYTHING_ELSE)
          .min(Comparator.comparing(rule -> rule.surface() != surface))
          .map(SurfaceRule::microUsd)
          .orElse(0L);
    }
  }

  /** A part of a provider's API that passes through; 0 where a request of it is free. */
  public record SurfaceRule(Surface surface, long microUsd) {}

  /**
   * For how long an answer is given again to exactly the same request.
   *
   * @param ttlSeconds 0 keeps no answers
   * @param maxEntryBytes larger answers are not kept
   */
  public record Cache(int ttlSeconds, int maxEntryBytes) {
    /** Every request is answered by a provider. */
    public static final Cache OFF = new Cache(0, 256 * 1024);
  }

  /**
   * How often people are asked for the right answer.
   *
   * @param uniformShare share of episodes chosen by keyed hash at arrival, for evaluation only
   * @param informativeShare largest share of exchanges asked because their answer would teach most
   */
  public record Asking(double uniformShare, double informativeShare) {}

  /**
   * Whose feedback counts, and how much.
   *
   * @param perPrincipalPerDay signals of one principal that are admitted a day
   * @param perKeyPerDay signals through one app key that are admitted a day
   * @param maxPrincipalShare largest share of a learning window that one principal may supply
   * @param minPrincipals fewest principals a learning window needs
   */
  public record FeedbackRules(
      int perPrincipalPerDay, int perKeyPerDay, double maxPrincipalShare, int minPrincipals) {}

  /**
   * Which learners run.
   *
   * @param learners names of the learners this tenant lets run, sorted: a set that is written in
   *     another order by each process would give the same file another policy revision
   * @param modelCallsPerDay calls that learning and evaluation may make a day
   */
  public record Learning(Set<String> learners, int modelCallsPerDay) {
    public Learning {
      // In one order on every machine: the policy's digest is taken over its JSON.
      learners = Collections.unmodifiableSortedSet(new TreeSet<>(learners));
    }
  }

  /** The limits of learning: a kind that is not named may not be learned. */
  public record Envelope(
      Map<ArtifactKind, KindRules> kinds, EvaluationRules evaluation, CanaryRules canary) {
    public Envelope {
      kinds = Map.copyOf(kinds);
    }
  }

  /** Size limits of one kind, and who must approve it; no rule means none need to. */
  public record KindRules(int maxItems, int maxBytes, List<ApprovalRule> approvals) {
    public KindRules {
      approvals = List.copyOf(approvals);
    }
  }

  /** So many different people with this role must approve. */
  public record ApprovalRule(String role, int count) {}

  /** Whether a failed evaluation stops a change. */
  public enum Gate {
    /** A change that does not pass is rejected. */
    ENFORCED,
    /** For experiments: evidence is gathered and shown, and stops nothing. */
    ADVISORY;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What an evaluation must show. Shares are of rows, 0 to 1.
   *
   * @param margin largest tolerated loss against live and against the best former release
   * @param sensitivityGap how far live must beat its own permuted answers
   * @param maxForgetting largest tolerated loss on rows the frozen base already answered
   * @param minRows fewest labelled holdout rows an evaluation may rest on
   */
  public record EvaluationRules(
      Gate gate, double margin, double sensitivityGap, double maxForgetting, int minRows) {}

  /**
   * The stage between approval and everyone; a share of 0 skips it.
   *
   * @param share share of episodes served by the canary
   * @param exchanges canary exchanges to watch before it goes live
   * @param maxErrorRate a higher error rate sends it back
   */
  public record CanaryRules(double share, int exchanges, double maxErrorRate) {}
}
