package dev.assay.gateway.provider;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/**
 * A request as one provider takes it.
 *
 * @param method such as {@code POST}
 * @param path with the base URL's own, and the query
 * @param headers all of them but the framing
 * @param credentials what of the headers' values nobody else may read
 * @param body what is sent; empty where there is nothing, or where the client's own streams by
 * @param streamsBy whether the client's body goes out as it comes in
 * @param interpretation by which the answer becomes the client's; empty where both speak alike
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public record Wire(
    String method,
    String path,
    MultiMap headers,
    List<String> credentials,
    byte[] body,
    boolean streamsBy,
    Optional<Interpretation> interpretation) {
  public Wire {
    credentials = List.copyOf(credentials);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
