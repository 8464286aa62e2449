package dev.assay.learners.credentials;

import dev.assay.policies.tenant.TenantId;
import java.time.Instant;

/**
 * What an app key stands for.
 *
 * @param id public; names the key in the journal and to revoke it
 */
public record AppKey(String id, TenantId tenant, String app, Instant createdAt) {}
