package dev.assay.learners.switches;

import dev.assay.learners.audit.Audit;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.FeedEvent;
import dev.assay.learners.store.Topic;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** The switches of all tenants: read in memory, thrown durably, each act audited. */
public final class Switches {
  private final Database database;
  private final Audit audit;
  private final Set<Thrown> thrown = ConcurrentHashMap.newKeySet();

  private record Thrown(TenantId tenant, KillSwitch what) {}

  private Switches(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** Reads the switches into memory and follows their changes. Blocks. */
  public static Switches open(Database database, Audit audit) {
    Switches switches = new Switches(database, audit);
    database.feed().subscribe(Topic.SWITCHES, switches::follow);
    List<Thrown> rows =
        database.read(handle ->
            handle
                .createQuery("SELECT tenant, name FROM kill_switch WHERE thrown = 1")
                .map((row, context) ->
                    new Thrown(
                        new TenantId(row.getString("tenant")),
                        KillSwitch.valueOf(row.getString("name"))))
                .list());
    switches.thrown.addAll(rows);
    return switches;
  }

  /** Whether this is stopped for the tenant. Takes no lock. */
  public boolean isThrown(TenantId tenant, KillSwitch what) {
    return thrown.contains(new Thrown(tenant, what));
  }

  /** Throws the switch or resets it; in effect when the stage completes. */
  public CompletionStage<Committed<Boolean>> set(
      String actor, TenantId tenant, KillSwitch what, boolean on) {
    return database.write(handle -> {
      handle.execute(
          "INSERT INTO kill_switch (tenant, name, thrown) VALUES (?, ?, ?)"
              + " ON CONFLICT (tenant, name) DO UPDATE SET thrown = excluded.thrown",
          tenant.value(),
          what.name(),
          on);
      audit.append(handle, actor, "switch." + what.word(), tenant, what.word(), Map.of("on", on));
      database.feed().publish(handle, Topic.SWITCHES, tenant, what.name());
      return on;
    });
  }

  private void follow(FeedEvent event) {
    Thrown changed =
        new Thrown(
            Objects.requireNonNull(event.tenant(), "a switch belongs to a tenant"),
            KillSwitch.valueOf(event.subject()));
    // On first: should reading it fail, stopped is the safe side.
    thrown.add(changed);
    if (!database.read(handle -> isThrown(handle, changed))) {
      thrown.remove(changed);
    }
  }

  private static boolean isThrown(Handle handle, Thrown asked) {
    return handle
        .createQuery("SELECT thrown FROM kill_switch WHERE tenant = :tenant AND name = :name")
        .bind("tenant", asked.tenant().value())
        .bind("name", asked.what().name())
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }
}
