package dev.assay.learners.completions;

import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Calls a model the way a served request does: it enters the request flow where the snapshot is
 * taken, with a candidate release and a purpose. Such a call is judged, journalled, charged to the
 * tenant's learning budget, and left out of learning windows.
 */
public interface Completions {
  /** Never fails the stage for an answer that could not be had: see {@link NotAnswered}. */
  CompletionStage<Completion> complete(Call call);

  /**
   * One call.
   *
   * @param body a chat completion request as a client would send it, UTF-8 JSON, not streaming
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on as it is, never compared
  record Call(TenantId tenant, ServingRelease release, Purpose purpose, byte[] body) {}

  /** What came of it. */
  sealed interface Completion {}

  /** The first choice's text. */
  record Answered(UUID exchange, String text, int promptTokens, int completionTokens)
      implements Completion {}

  /**
   * No answer.
   *
   * @param code the refusal's or failure's stable name
   */
  record NotAnswered(String code, String message) implements Completion {}
}
