package dev.assay.gateway.upstream;

import dev.assay.policies.judge.Target;

/**
 * One target that was tried.
 *
 * @param outcome an HTTP status, or the lower-case name of an {@link UpstreamFailure.Kind}
 */
public record Attempt(Target target, String outcome, long micros) {}
