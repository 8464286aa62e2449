package dev.assay.gateway.upstream;

import dev.assay.config.Fault;
import java.util.Optional;

/** What an answer's status says of its provider. */
final class Statuses {
  private Statuses() {}

  /**
   * The provider's fault; empty for an answer, and for what is wrong with the request.
   *
   * @param out whether it had all of the request: one that waited for it in vain is no slow one
   */
  static Optional<Fault> fault(int status, boolean out) {
    if (status == 408 && !out) {
      return Optional.empty();
    }
    return switch (status) {
      case 401, 403 -> Optional.of(Fault.UNAUTHORIZED);
      case 404 -> Optional.of(Fault.NOT_FOUND);
      case 408, 504 -> Optional.of(Fault.TIMEOUT);
      case 429 -> Optional.of(Fault.RATE_LIMITED);
      case 503, 529 -> Optional.of(Fault.OVERLOADED);
      // A redirect is never followed: it would carry the request to where nobody permitted it.
      default ->
          status >= 500 || (status >= 300 && status < 400)
              ? Optional.of(Fault.SERVER_ERROR)
              : Optional.empty();
    };
  }

  /** Whether it says that the target does not work; a limited or refused key says less. */
  static boolean broken(Fault fault) {
    return switch (fault) {
      case UNREACHABLE, TIMEOUT, BROKEN, OVERLOADED, SERVER_ERROR -> true;
      case RATE_LIMITED, UNAUTHORIZED, NOT_FOUND -> false;
    };
  }
}
