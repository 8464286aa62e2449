package dev.assay.gateway.exchange;

import dev.assay.gateway.upstream.Upload;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.Surface;
import java.util.Optional;

/** What a request's line asks for. */
sealed interface RequestLine {
  /** The endpoint whose clients read its errors. */
  Endpoint readAs();

  /** A body that is still coming. */
  Optional<Upload> upload();

  /** A model call, whose body is read. */
  record Model(Endpoint endpoint) implements RequestLine {
    @Override
    public Endpoint readAs() {
      return endpoint;
    }

    @Override
    public Optional<Upload> upload() {
      return Optional.empty();
    }
  }

  /**
   * What passes through.
   *
   * @param path after the version
   * @param query without its question mark
   * @param upload a body that streams by; none where there is no body or it is JSON
   */
  record Unread(
      Surface surface,
      String method,
      String path,
      Optional<String> query,
      Optional<String> contentType,
      Optional<Upload> upload)
      implements RequestLine {
    @Override
    public Endpoint readAs() {
      return Endpoint.CHAT_COMPLETIONS;
    }
  }
}
