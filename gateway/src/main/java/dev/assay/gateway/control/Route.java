package dev.assay.gateway.control;

import dev.assay.gateway.tail.Tail;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.http.HttpMethod;
import java.util.function.Predicate;

/**
 * One route of the control plane.
 *
 * @param path Vert.x Web's form, {@code /admin/tenants/:tenant/keys}
 */
record Route(HttpMethod method, String path, Access access, Action action) {
  /** What a route does. Runs on a virtual thread, so it may block. */
  @FunctionalInterface
  interface Action {
    /** The answer: a record, list or map written as JSON, or a {@link Text}. */
    Object answer(Call call) throws Exception;
  }

  /**
   * An answer that goes on: exchanges as they end.
   *
   * @param sees whose
   * @param limit rows after which it ends
   */
  record Followed(Tail tail, Predicate<TenantId> sees, long limit) {}

  /** An answer that is not JSON. */
  record Text(String contentType, String body) {}

  static Route get(String path, Access access, Action action) {
    return new Route(HttpMethod.GET, path, access, action);
  }

  static Route post(String path, Access access, Action action) {
    return new Route(HttpMethod.POST, path, access, action);
  }

  static Route put(String path, Access access, Action action) {
    return new Route(HttpMethod.PUT, path, access, action);
  }

  static Route delete(String path, Access access, Action action) {
    return new Route(HttpMethod.DELETE, path, access, action);
  }
}
