package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.changes.ActivationDoor;
import dev.assay.learners.releases.Release;
import dev.assay.learners.releases.Releases;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases: what a tenant is and was served with, and the way back. */
final class ReleaseRoutes {
  private final Releases releases;
  private final ActivationDoor door;

  ReleaseRoutes(Releases releases, ActivationDoor door) {
    this.releases = releases;
    this.door = door;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/tenants/:tenant/releases", Access.READ, this::list),
        Route.get("/admin/tenants/:tenant/releases/:number", Access.READ, this::show),
        Route.post("/admin/tenants/:tenant/releases/rollback", Access.OPERATE, this::rollBack));
  }

  private Object list(Call call) {
    TenantId tenant = call.tenant();
    return Map.of(
        "live",
        releases.served(tenant).live().release().number(),
        "releases",
        releases.history(tenant).reversed());
  }

  private Object show(Call call) {
    TenantId tenant = call.tenant();
    int number;
    try {
      number = Integer.parseInt(call.part("number"));
    } catch (NumberFormatException notANumber) {
      throw new Failed(ApiError.invalid("A release has a number.", "number", "invalid"));
    }
    return releases
        .find(tenant, number)
        .orElseThrow(
            () ->
                new Failed(ApiError.notFound("There is no such release.", "number", "not_found")));
  }

  private record RollBack(int to, Optional<String> why) {}

  private Object rollBack(Call call) {
    RollBack wanted = call.body(RollBack.class);
    TenantId tenant = call.tenant();
    int from = releases.served(tenant).live().release().number();
    Release now =
        Waits.on(
                door.rollBack(
                    tenant, wanted.to(), call.actor().name(), wanted.why().orElse("by hand")))
            .value();
    return Map.of("from", from, "to", wanted.to(), "release", now.number(), "digest", now.digest());
  }
}
