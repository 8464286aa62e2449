package dev.assay.policies.judge;

import dev.assay.policies.tenant.TenantPolicy;
import java.time.Instant;

/**
 * What is known of a signal when it arrives.
 *
 * @param principal app key id and the user the app vouches for; one shared name for no user
 * @param signal {@code boolean}, {@code float}, {@code comment} or {@code demonstration}
 * @param principalToday signals of this principal admitted today, this one not counted
 * @param keyToday signals through this app key admitted today, this one not counted
 */
public record FeedbackFacts(
    TenantPolicy policy,
    String policyRevision,
    Instant at,
    RequestFacts.Caller caller,
    String principal,
    String signal,
    int principalToday,
    int keyToday)
    implements Facts<Decision.OfFeedback> {}
