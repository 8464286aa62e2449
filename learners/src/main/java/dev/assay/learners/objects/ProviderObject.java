package dev.assay.learners.objects;

import dev.assay.policies.tenant.TenantId;

/**
 * Something that a provider keeps.
 *
 * @param id the provider's name for it
 * @param tenant whose key made it
 * @param model the provider's model that it came from; empty for none
 */
public record ProviderObject(String provider, String id, TenantId tenant, String model) {
  /** Longest name that is kept. */
  public static final int MAX_ID_CHARS = 256;
}
