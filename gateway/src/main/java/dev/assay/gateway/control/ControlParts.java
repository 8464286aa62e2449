package dev.assay.gateway.control;

import dev.assay.config.AssayConfig;
import dev.assay.gateway.tail.Tail;
import dev.assay.gateway.upstream.ProviderState;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.changes.ActivationDoor;
import dev.assay.learners.changes.Approvals;
import dev.assay.learners.changes.ChangeFlow;
import dev.assay.learners.changes.Changes;
import dev.assay.learners.credentials.AdminToken;
import dev.assay.learners.credentials.AppKeys;
import dev.assay.learners.credentials.People;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.learning.Cycles;
import dev.assay.learners.learning.LearningSchedule;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.spending.Allowances;
import dev.assay.learners.spending.UsageBook;
import dev.assay.learners.store.Database;
import dev.assay.learners.switches.Switches;
import dev.assay.policies.engine.TenantPolicies;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the control plane shows and moves. */
public record ControlParts(
    AssayConfig config,
    Database database,
    Audit audit,
    AdminToken admin,
    People people,
    AppKeys keys,
    Switches switches,
    Journal journal,
    Allowances allowances,
    TenantPolicies policies,
    Releases releases,
    Changes changes,
    ActivationDoor door,
    ChangeFlow flow,
    Approvals approvals,
    LearningSchedule schedule,
    Cycles cycles,
    Tail tail,
    Readiness readiness,
    Supplier<List<ProviderState>> providers,
    PrometheusMeterRegistry metrics) {

  /** The control plane over these parts. */
  public static ControlPlane plane(ControlParts parts) {
    return new ControlPlane(parts.admin(), parts.people(), parts.routes());
  }

  /** Every route there is. */
  List<Route> routes() {
    List<Route> all = new ArrayList<>();
    all.addAll(new HealthRoutes(readiness, metrics).routes());
    TenantFolderWriter folder =
        new TenantFolderWriter(
            config.policy().folder(), List.copyOf(config.aliases().keySet()), database, audit);
    Tenants tenants =
        new Tenants(
            policies,
            config,
            tenant -> !keys.list(tenant).isEmpty() || !releases.history(tenant).isEmpty());
    all.addAll(new TenantRoutes(folder, policies, tenants, releases, switches).routes());
    all.addAll(new CredentialRoutes(keys, people, tenants).routes());
    all.addAll(new ChangeRoutes(changes, flow, approvals).routes());
    all.addAll(new ReleaseRoutes(releases, door).routes());
    all.addAll(new JournalRoutes(journal, audit, policies, tenants, tail).routes());
    all.addAll(new ProviderRoutes(providers).routes());
    all.addAll(
        new UsageRoutes(new UsageBook(database), allowances, policies, tenants, Clock.systemUTC())
            .routes());
    all.addAll(new LearningRoutes(schedule, cycles).routes());
    return all.stream().map(tenants::guarded).toList();
  }
}
