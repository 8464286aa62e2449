package dev.assay.policies.judge;

import dev.assay.policies.tenant.Surface;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Requests that pass through to an account that tenants share. */
final class Passing {
  private Passing() {}

  /** One with this body. */
  static OpaqueBody of(
      Surface surface, String method, String path, String type, String body, boolean streamsBy)
      throws Malformed {
    return OpaqueParser.parse(
        surface,
        Account.SHARED,
        method,
        path,
        Optional.empty(),
        Optional.of(type).filter(it -> !it.isEmpty()),
        body.getBytes(StandardCharsets.UTF_8),
        streamsBy);
  }

  /** One to files with this JSON, or none. */
  static OpaqueBody parse(String method, String path, String json) throws Malformed {
    return of(Surface.FILES, method, path, json.isEmpty() ? "" : "application/json", json, false);
  }
}
