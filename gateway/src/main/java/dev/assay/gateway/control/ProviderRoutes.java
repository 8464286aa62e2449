package dev.assay.gateway.control;

import dev.assay.gateway.upstream.ProviderState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How providers do. Their figures are of all tenants together, so no tenant's people see them. */
final class ProviderRoutes {
  private final Supplier<List<ProviderState>> providers;

  ProviderRoutes(Supplier<List<ProviderState>> providers) {
    this.providers = providers;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/providers", Access.ADMIN, call -> Map.of("providers", providers.get())));
  }
}
