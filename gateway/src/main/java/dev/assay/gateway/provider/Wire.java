package dev.assay.gateway.provider;

import dev.assay.policies.judge.Endpoint;
import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * A request as one provider takes it. Its answer comes in the shape of {@code spoken}; where the
 * client asked at another endpoint it is to be made into that one's.
 *
 * @param asked the endpoint the client asked at
 * @param spoken the endpoint the provider is asked at
 * @param path with the base URL's own
 * @param headers all of them but the framing
 * @param body UTF-8 JSON in the shape of {@code spoken}
 * @param interpretation by which the answer becomes the client's; empty where both speak alike
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public record Wire(
    Endpoint asked,
    Endpoint spoken,
    String path,
    MultiMap headers,
    byte[] body,
    Optional<Interpretation> interpretation) {}
