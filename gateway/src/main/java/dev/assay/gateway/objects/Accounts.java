package dev.assay.gateway.objects;

import dev.assay.config.Provider;
import dev.assay.policies.tenant.TenantId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose the accounts at the providers are: one tenant's alone, or shared by all. */
public final class Accounts {
  private final Map<String, Provider> providers = new LinkedHashMap<>();

  /** Those of these providers. */
  public Accounts(Collection<Provider> providers) {
    providers.forEach(provider -> this.providers.put(provider.name(), provider));
  }

  /** Whose account it is alone; empty where all tenants share it, or nobody knows the provider. */
  public Optional<String> owner(String provider) {
    return Optional.ofNullable(providers.get(provider)).flatMap(Provider::tenant);
  }

  /** Whether the tenant's requests may ever go there. */
  public boolean open(String provider, TenantId tenant) {
    return open(providers.get(provider), tenant);
  }

  private static boolean open(@Nullable Provider provider, TenantId tenant) {
    return provider != null
        && (provider.tenant().isEmpty() || provider.tenant().get().equals(tenant.value()));
  }

  /** Where the tenant's requests may go, in the order in which a thing is looked for. */
  List<String> open(TenantId tenant) {
    return providers.values().stream()
        .filter(provider -> open(provider, tenant))
        .map(Provider::name)
        .toList();
  }

  /** Whether it is this tenant's alone. */
  public boolean isOwn(String provider, TenantId tenant) {
    return owner(provider).filter(tenant.value()::equals).isPresent();
  }

  /** Whether the tenant has one that nobody shares. */
  boolean hasOwn(TenantId tenant) {
    return providers.values().stream().anyMatch(it -> isOwn(it.name(), tenant));
  }

  /** Whether what passes through for the tenant goes to an account that nobody shares. */
  public boolean passesToItsOwn(TenantId tenant) {
    return providers.values().stream()
        .anyMatch(it -> it.api().passThrough() && isOwn(it.name(), tenant));
  }
}
