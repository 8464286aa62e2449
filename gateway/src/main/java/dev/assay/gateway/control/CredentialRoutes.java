package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.credentials.AppKeys;
import dev.assay.learners.credentials.IssuedKey;
import dev.assay.learners.credentials.IssuedPerson;
import dev.assay.learners.credentials.People;
import dev.assay.learners.credentials.PersonId;
import dev.assay.policies.tenant.Role;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** App keys and people. A secret is in the answer that makes it, and nowhere after. */
final class CredentialRoutes {
  private final AppKeys keys;
  private final People people;
  private final Tenants tenants;

  CredentialRoutes(AppKeys keys, People people, Tenants tenants) {
    this.keys = keys;
    this.people = people;
    this.tenants = tenants;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/tenants/:tenant/keys", Access.READ, this::keysOf),
        Route.post("/admin/tenants/:tenant/keys", Access.OPERATE, this::makeKey),
        Route.delete("/admin/tenants/:tenant/keys/:id", Access.OPERATE, this::revokeKey),
        Route.get("/admin/people", Access.ADMIN, call -> Map.of("people", people.list())),
        Route.post("/admin/people", Access.ADMIN, this::makePerson),
        Route.put("/admin/people/:id/roles", Access.ADMIN, this::changeRoles),
        Route.delete("/admin/people/:id", Access.ADMIN, this::revokePerson));
  }

  private Object keysOf(Call call) {
    return Map.of("keys", keys.list(call.tenant()));
  }

  private record MakeKey(String app) {}

  private Object makeKey(Call call) {
    TenantId tenant = call.tenant();
    tenants
        .notInForce(tenant)
        .ifPresent(why -> {
          throw new Failed(why);
        });
    IssuedKey issued =
        Waits.on(keys.create(call.actor().name(), tenant, call.body(MakeKey.class).app()));
    return Map.of(
        "key",
        issued.secret().reveal(),
        "id",
        issued.key().id(),
        "tenant",
        tenant.value(),
        "app",
        issued.key().app());
  }

  private Object revokeKey(Call call) {
    TenantId tenant = call.tenant();
    String id = call.part("id");
    if (keys.list(tenant).stream().noneMatch(key -> key.id().equals(id))) {
      throw new Failed(ApiError.notFound("This tenant has no such key.", "id", "not_found"));
    }
    Waits.on(keys.revoke(call.actor().name(), id));
    return Map.of("revoked", id);
  }

  private record MakePerson(String name, Set<String> roles, Optional<String> tenant) {}

  private Object makePerson(Call call) {
    MakePerson wanted = call.body(MakePerson.class);
    Optional<TenantId> tenant =
        wanted.tenant() == null ? Optional.empty() : wanted.tenant().map(TenantId::new);
    IssuedPerson issued =
        Waits.on(people.create(call.actor().name(), wanted.name(), roles(wanted.roles()), tenant));
    return Map.of(
        "key",
        issued.secret().reveal(),
        "id",
        issued.person().id().value(),
        "name",
        issued.person().name(),
        "roles",
        issued.person().roles());
  }

  private record ChangeRoles(Set<String> roles) {}

  private Object changeRoles(Call call) {
    Set<String> roles = roles(call.body(ChangeRoles.class).roles());
    return Waits.on(people.changeRoles(call.actor().name(), new PersonId(call.part("id")), roles))
        .value();
  }

  private Object revokePerson(Call call) {
    Waits.on(people.revoke(call.actor().name(), new PersonId(call.part("id"))));
    return Map.of("revoked", call.part("id"));
  }

  private static Set<String> roles(Set<String> asked) {
    Set<String> known = new TreeSet<>();
    for (Role role : Role.values()) {
      known.add(role.name().toLowerCase(Locale.ROOT));
    }
    if (asked == null || asked.isEmpty() || !known.containsAll(asked)) {
      throw new Failed(
          ApiError.invalid("'roles' is one or more of " + known + ".", "roles", "invalid"));
    }
    return asked;
  }
}
