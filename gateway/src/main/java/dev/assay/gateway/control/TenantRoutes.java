package dev.assay.gateway.control;

import dev.assay.config.yaml.Problem;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.switches.KillSwitch;
import dev.assay.learners.switches.Switches;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.tenant.TenantId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tenants: their files, revisions and kill switches. */
final class TenantRoutes {
  private final TenantFolderWriter folder;
  private final TenantPolicies policies;
  private final Tenants tenants;
  private final Releases releases;
  private final Switches switches;

  TenantRoutes(
      TenantFolderWriter folder,
      TenantPolicies policies,
      Tenants tenants,
      Releases releases,
      Switches switches) {
    this.folder = folder;
    this.policies = policies;
    this.tenants = tenants;
    this.releases = releases;
    this.switches = switches;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/tenants", Access.READ, this::list),
        Route.post("/admin/tenants", Access.ADMIN, this::create),
        Route.put("/admin/tenants/:tenant/switches/:switch", Access.OPERATE, this::turn),
        Route.get("/admin/policy/folder", Access.ADMIN, call -> Map.of("folder", folder.path())),
        Route.post("/admin/policy/reload", Access.ADMIN, call -> reload()));
  }

  private Object list(Call call) {
    Map<TenantId, String> problems = tenants.problems();
    return Map.of(
        "tenants",
        tenants
            .known(problems)
            .filter(call.actor()::mayActFor)
            .sorted()
            .map(t -> row(t, problems))
            .toList());
  }

  private Map<String, Object> row(TenantId tenant, Map<TenantId, String> problems) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", tenant.value());
    row.put("revision", policies.current(tenant).map(ActivePolicy::revision).orElse("none"));
    row.put("release", releases.served(tenant).live().release().number());
    row.put("missing", releases.served(tenant).missing());
    row.put("freezeLearning", switches.isThrown(tenant, KillSwitch.FREEZE_LEARNING));
    row.put("bypassInjection", switches.isThrown(tenant, KillSwitch.BYPASS_INJECTION));
    if (problems.containsKey(tenant)) {
      row.put("problem", problems.get(tenant));
    }
    tenants.warning(tenant).ifPresent(warning -> row.put("warning", warning));
    return row;
  }

  private record Create(String tenant) {}

  private Object create(Call call) {
    TenantId tenant = new TenantId(call.body(Create.class).tenant());
    TenantFolderWriter.Written written = folder.create(call.actor().name(), tenant);
    policies.reload();
    return written;
  }

  private record Turn(boolean on) {}

  private Object turn(Call call) {
    TenantId tenant = call.tenant();
    String word = call.part("switch").replace('_', '-');
    KillSwitch what =
        Arrays.stream(KillSwitch.values())
            .filter(s -> s.word().equals(word))
            .findFirst()
            .orElseThrow(() ->
                new Failed(
                    ApiError.notFound(
                        "The switches are freeze-learning and bypass-injection.",
                        "switch",
                        "not_found")));
    if (tenants.known(tenants.problems()).noneMatch(tenant::equals)) {
      throw new Failed(Tenants.none(tenant));
    }
    boolean on = call.body(Turn.class).on();
    Waits.on(switches.set(call.actor().name(), tenant, what, on));
    return Map.of("tenant", tenant.value(), "switch", what.word(), "on", on);
  }

  /** What is in force is told as well: the change may have been taken up by itself before. */
  private Object reload() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("changed", policies.reload().stream().map(TenantId::value).sorted().toList());
    told.put("problems", policies.problems().stream().map(Problem::message).toList());
    told.put(
        "warnings",
        policies.tenants().stream().sorted().flatMap(t -> tenants.warning(t).stream()).toList());
    told.put("inForce", policies.tenants().stream().sorted().map(this::inForce).toList());
    return told;
  }

  private Map<String, Object> inForce(TenantId tenant) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", tenant.value());
    row.put("revision", policies.current(tenant).map(ActivePolicy::revision).orElse("none"));
    policies.since(tenant).ifPresent(since -> row.put("since", since));
    return row;
  }
}
