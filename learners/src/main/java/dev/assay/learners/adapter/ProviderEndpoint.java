package dev.assay.learners.adapter;

import dev.assay.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a provider is reached.
 *
 * @param baseUrl up to and with the version, without a slash at its end
 * @param region where it computes
 * @param deadline for one call, from connecting to the answer's last byte
 */
public record ProviderEndpoint(
    String provider, URI baseUrl, Optional<Secret> apiKey, String region, Duration deadline) {}
