package dev.assay.learners.store;

import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something committed that others hold a copy of.
 *
 * @param revision rises with every event, over all topics, across restarts
 * @param tenant whose it is; null where it belongs to none
 * @param subject what changed inside the topic, such as a key's id
 */
public record FeedEvent(
    long revision, Topic topic, @Nullable TenantId tenant, String subject, Instant at) {}
