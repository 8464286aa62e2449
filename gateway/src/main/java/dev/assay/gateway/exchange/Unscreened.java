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
  private static final Set<Surface> SAID_BY_MODELS =
      EnumSet.of(
          Surface.STORED_RESPONSES,
          Surface.STORED_CHATS,
          Surface.CONVERSATIONS,
          Surface.THREADS,
          Surface.BATCHES,
          Surface.EVALS);

  private Unscreened() {}

  /** Why it must not be sent, as once a provider has done it, it is done; empty where it may. */
  static Optional<ApiError> refusal(Permitted permitted) {
    ContentRules rules = permitted.contentRules();
    if (!(permitted.body() instanceof OpaqueBody asked)) {
      return Optional.empty();
    }
    if (asked.surface() == Surface.EVERYTHING_ELSE
        && (rules.answer().looks() || rules.prompt().looks())) {
      return refusal("what passes as everything_else");
    }
    // What a model once said is looked through where it is said, and not where it is kept.
    return rules.answer().looks()
            && asked.method().equals("GET")
            && SAID_BY_MODELS.contains(asked.surface())
        ? refusal("what a provider keeps")
        : Optional.empty();
  }

  private static Optional<ApiError> refusal(String what) {
    return Optional.of(
        ApiError.forbidden(
            "Your tenant's content_rules can't be applied to " + what + ".", "content_unscreened"));
  }
}
