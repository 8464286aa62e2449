package dev.assay.policies.engine;

import dev.assay.policies.tenant.TenantPolicy;
import java.util.Optional;

/**
 * What a tenant is judged by, for the whole of an exchange.
 *
 * @param revision digest of base rules, tenant data and the source of the tenant's own rules
 * @param rego the tenant's own rules, where it has any
 */
public record ActivePolicy(TenantPolicy policy, String revision, Optional<TenantRego> rego) {}
