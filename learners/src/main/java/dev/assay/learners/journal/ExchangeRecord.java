package dev.assay.learners.journal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.assay.learners.spending.TokenUsage;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one exchange: everything but what was said.
 *
 * @param id a UUIDv7, also the inference id
 * @param keyId the app key's id, or {@code internal}
 * @param episode the task it belongs to; the exchange's own id where the client named none
 * @param principal app key and asserted user; one shared name for no user
 * @param endpoint such as {@code chat.completions}
 * @param alias the model the client asked for
 * @param facts what was judged
 * @param decision what policy answered
 * @param injected what learned text was added
 * @param injection how it was chosen, see {@link Injection#how()}
 * @param attempts targets in the order they were tried, one more than once perhaps
 * @param chosen the target that answered; null when none did
 * @param findings what content rules found in it
 */
public record ExchangeRecord(
    UUID id,
    TenantId tenant,
    String app,
    String keyId,
    String episode,
    String principal,
    Instant arrivedAt,
    String endpoint,
    String alias,
    RequestFacts.Purpose purpose,
    String policyRevision,
    KeptJson facts,
    KeptJson decision,
    int releaseNumber,
    Digest releaseDigest,
    List<Injection.Item> injected,
    String injection,
    List<Attempt> attempts,
    @Nullable Target chosen,
    Usage usage,
    Timings timings,
    Outcome outcome,
    int httpStatus,
    Asked asked,
    boolean holdout,
    Lane lane,
    List<ContentFinding> findings,
    CacheUse cache) {

  public ExchangeRecord {
    injected = List.copyOf(injected);
    attempts = List.copyOf(attempts);
    findings = List.copyOf(findings);
  }

  /**
   * One target that was tried.
   *
   * @param why what led to it: {@code first}, {@code next_target}, {@code other_key}, {@code again}
   *     or {@code hedge}; {@code unknown} where that was not kept
   * @param outcome an HTTP status, else in one word what went wrong
   */
  public record Attempt(Target target, String why, String outcome, long micros) {}

  /**
   * Tokens as the upstream counted them, and what they cost.
   *
   * @param cachedTokens the part of the prompt's that the provider had cached
   * @param writtenTokens the part of the prompt's that the provider put into its cache
   * @param completionTokens of the answer, reasoning included
   * @param reasoningTokens the part of the answer's that was reasoning
   * @param costNanoUsd billionths of a US dollar; null where the model has no price
   * @param estimated whether the tokens were counted here because the provider did not say
   * @param paid whose price it is; null where nobody is paid, or the record was read back
   */
  public record Usage(
      int promptTokens,
      int cachedTokens,
      int writtenTokens,
      int completionTokens,
      int reasoningTokens,
      @Nullable Long costNanoUsd,
      boolean estimated,
      @JsonIgnore @Nullable Target paid) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0L, false);

    /** The same where it does not matter who is paid, and nothing was put into a cache. */
    public Usage(
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        int reasoningTokens,
        @Nullable Long costNanoUsd,
        boolean estimated) {
      this(
          promptTokens,
          cachedTokens,
          0,
          completionTokens,
          reasoningTokens,
          costNanoUsd,
          estimated,
          null);
    }

    /** Of tokens that were counted, what they came to, and who is paid. */
    public static Usage of(TokenUsage tokens, @Nullable Long costNanoUsd, @Nullable Target paid) {
      return new Usage(
          tokens.promptTokens(),
          tokens.cachedTokens(),
          tokens.writtenTokens(),
          tokens.completionTokens(),
          tokens.reasoningTokens(),
          costNanoUsd,
          tokens.estimated(),
          paid);
    }
  }

  /**
   * How long it took, in microseconds: in all, in upstream's hands, and in our own. Then, since
   * arrival, when policy had answered, when what it carries was chosen, and when the client got the
   * first byte of an answer; 0 for where it never came.
   */
  public record Timings(
      long totalMicros,
      long upstreamMicros,
      long overheadMicros,
      long judgedMicros,
      long injectedMicros,
      long firstByteMicros) {}

  /** How it ended. */
  public enum Outcome {
    ANSWERED,
    /** By policy or a limit, before any upstream saw it. */
    REFUSED,
    /** By the upstream or on the way. */
    FAILED,
    /** By the upstream, when the client had part of the answer, or by the gateway's own stop. */
    INTERRUPTED,
    /** By the client. */
    CANCELLED
  }

  /**
   * Whether the client was asked for the right answer.
   *
   * @param probability with which this exchange was going to be asked, 0 to 1
   */
  public record Asked(AskReason reason, double probability) {
    public static final Asked NOT = new Asked(AskReason.NONE, 0);
  }

  /** Why it was asked: a uniform draw, for evaluation, or because its answer teaches most. */
  public enum AskReason {
    NONE,
    UNIFORM,
    INFORMATIVE
  }

  /** What the cache did for it. */
  public enum CacheUse {
    /** Its tenant keeps no answers, or none to such a request. */
    NONE,
    MISS,
    /** No provider was asked. */
    HIT,
    /** Its client wanted a fresh answer. */
    BYPASS
  }

  /** Which release of the tenant served it. */
  public enum Lane {
    LIVE,
    CANARY
  }
}
