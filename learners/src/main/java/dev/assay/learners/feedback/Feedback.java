package dev.assay.learners.feedback;

import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recorded signal.
 *
 * @param position its place among all signals, rising; what a learning window's cursor counts
 * @param metric the app's name for what was rated, such as {@code resolved}
 * @param signal null after its text was erased
 * @param principal app key id and the user the app vouches for
 * @param admitted whether policy lets it count for learning
 * @param facts what was judged, as canonical JSON
 * @param tags what the app wants to find it by; empty after its text was erased
 */
public record Feedback(
    UUID id,
    long position,
    TenantId tenant,
    About about,
    String metric,
    @Nullable Signal signal,
    String principal,
    String keyId,
    String idempotencyKey,
    Instant at,
    boolean admitted,
    List<Decision.Reason> reasons,
    String policyRevision,
    String facts,
    Map<String, String> tags) {
  public Feedback {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    reasons = List.copyOf(reasons);
  }
}
