package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.Surface;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What passes where nothing would look through it for what a tenant's content rules look for. */
final class Unscreened {
  /** Where what a model said is kept, or is said. */
  private static final Set<Surface> SAID_BY_MODELS =
      EnumSet.of(
          Surface.STORED_RESPONSES,
          Surface.STORED_CHATS,
          Surface.CONVERSATIONS,
          Surface.THREADS,
          Surface.BATCHES,
          Surface.EVALS,
          Surface.REALTIME);

  private Unscreened() {}

  /** Why it must not be sent, as once a provider has done it, it is done; empty where it may. */
  static Optional<ApiError> refusal(Permitted permitted) {
    return permitted.body() instanceof OpaqueBody asked
        ? refusal(asked, permitted.contentRules())
        : Optional.empty();
  }

  static Optional<ApiError> refusal(OpaqueBody asked, ContentRules rules) {
    boolean answers = rules.answer().looks();
    boolean prompts = rules.prompt().looks();
    String surface = asked.surface().word();
    if (asked.surface() == Surface.EVERYTHING_ELSE && (answers || prompts)) {
      return refusal("what passes as " + surface);
    }
    if (answers && showsAnswers(asked)) {
      return refusal("what " + surface + " shows of a model's answers");
    }
    boolean carries = asked.raw().length > 0 || asked.streamsBy();
    return prompts && carries
        ? refusal("what is sent to " + surface + ", which passes unread")
        : Optional.empty();
  }

  /**
   * What a model once said is looked through where it is said, and not where it is kept: of that,
   * only what deletes passes.
   */
  private static boolean showsAnswers(OpaqueBody asked) {
    boolean deletes = asked.method().equals("DELETE");
    boolean transcribes =
        asked.path().endsWith("/transcriptions") || asked.path().endsWith("/translations");
    return !deletes
        && switch (asked.surface()) {
          case AUDIO -> transcribes;
          case FILES, CONTAINERS -> asked.path().endsWith("/content");
          default -> SAID_BY_MODELS.contains(asked.surface());
        };
  }

  private static Optional<ApiError> refusal(String what) {
    return Optional.of(
        ApiError.forbidden(
            "Your tenant's content_rules can't be applied to " + what + ".", "content_unscreened"));
  }
}
