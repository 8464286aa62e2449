package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.changes.ChangeRefused;
import dev.assay.learners.credentials.NameTaken;
import dev.assay.learners.credentials.UnknownCredential;
import dev.assay.learners.store.StoreUnavailable;
import dev.assay.policies.judge.PolicyUnavailable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed action means for who called it. */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  static ApiError error(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case Failed failed -> failed.error();
      case ChangeRefused refused -> ApiError.conflict(message(refused), refused.code());
      case NameTaken taken -> ApiError.conflict(message(taken), "name_taken");
      case UnknownCredential unknown -> ApiError.notFound(message(unknown), null, "not_found");
      case IllegalArgumentException wrong ->
          ApiError.invalid(message(wrong), null, "invalid_argument");
      case PolicyUnavailable none ->
          ApiError.unavailable(
              "No policy decision could be had: " + message(none), "policy_unavailable", 1);
      case StoreUnavailable store ->
          ApiError.unavailable(
              "The database can't take this at present: " + message(store), "store_unavailable", 5);
      default -> {
        LOG.error("a control plane action failed", cause);
        yield ApiError.internal();
      }
    };
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }
}
