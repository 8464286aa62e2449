package dev.assay.learners.releases;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.serving.Release;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.FeedEvent;
import dev.assay.learners.store.Topic;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy.CanaryRules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * What each tenant is and was served with. An activation writes the audit entry and the state in
 * the caller's transaction; only once that is on disk does the feed swap the reference requests
 * see.
 *
 * <p>Who may activate what is decided by {@code changes}; this keeps the consequences.
 */
public final class Releases implements AutoCloseable {
  private static final int MAX_LISTED = 500;
  private static final int MAX_FORMER = 32;

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final ReleaseRows rows;
  private final ServedReleases served;
  private final List<Consumer<TenantId>> listeners = new CopyOnWriteArrayList<>();

  private Releases(
      Database database, Audit audit, Clock clock, ReleaseRows rows, ServedReleases served) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.rows = rows;
    this.served = served;
  }

  /** Serves what the database says, at once bare, and whole as soon as it could be made ready. */
  public static Releases open(
      Database database, Audit audit, Artifacts artifacts, ReleasePreparer preparer, Clock clock) {
    ServedReleases served = new ServedReleases(preparer);
    Releases releases = new Releases(database, audit, clock, new ReleaseRows(artifacts), served);
    long revision = database.feed().revision();
    database.feed().subscribe(Topic.RELEASES, releases::follow);
    for (TenantId tenant : database.read(ReleaseRows::tenants)) {
      served.start(tenant, releases.standing(tenant), revision);
    }
    return releases;
  }

  /** What the tenant is served with. Lock-free, reads memory only. */
  public Served served(TenantId tenant) {
    return served.served(tenant);
  }

  /** Whether a live release or a canary of any tenant has this artifact. Reads memory only. */
  public boolean isServedToAnybody(Artifact artifact) {
    return served.isServedToAnybody(artifact);
  }

  /** The canary's rules, from memory. */
  Optional<ReleaseStanding.OnTrial> onTrial(TenantId tenant) {
    return served.onTrial(tenant);
  }

  /** Tenants served without a part of their release, and which; empty when all is well. */
  public Map<TenantId, List<String>> missing() {
    return served.missing();
  }

  /**
   * Calls the listener, on the writer's thread, after a tenant's served reference may have moved.
   */
  public void onMoved(Consumer<TenantId> listener) {
    listeners.add(listener);
  }

  /** What the database says is served. Blocks. */
  public ReleaseStanding standing(TenantId tenant) {
    return database.read(handle -> rows.standing(handle, tenant));
  }

  /** The same, in the caller's transaction. */
  public ReleaseStanding standing(Handle handle, TenantId tenant) {
    return rows.standing(handle, tenant);
  }

  /** A release by its number; 0 is the empty first one. Blocks. */
  public Optional<Release> find(TenantId tenant, int number) {
    return database.read(handle -> rows.find(handle, tenant, number));
  }

  /** The tenant's releases, newest first. Blocks. */
  public List<ReleaseEntry> history(TenantId tenant) {
    return database.read(handle -> rows.history(handle, tenant, MAX_LISTED));
  }

  /** Releases that were live once and are not now, newest first, at most 32. Blocks. */
  public List<Release> everServed(TenantId tenant) {
    return database.read(handle -> rows.former(handle, tenant, MAX_FORMER));
  }

  /**
   * Makes these artifacts the live release under the next number; ends a canary.
   *
   * @param ending what becomes of the release it replaces: {@code superseded} or {@code
   *     rolled_back}
   */
  public Release activateLive(
      Handle handle, Release artifacts, String ending, Activation activation) {
    TenantId tenant = artifacts.tenant();
    Instant now = clock.instant();
    ReleaseStanding before = rows.standing(handle, tenant);
    Release next = artifacts.numbered(ReleaseRows.nextNumber(handle, tenant));
    ReleaseRows.insert(handle, next, activation, now);
    ReleaseRows.becameLive(handle, tenant, next.number(), now);
    ReleaseRows.ended(handle, tenant, before.live().number(), ending, now);
    before
        .canary()
        .ifPresent(trial ->
            ReleaseRows.ended(handle, tenant, trial.release().number(), "superseded", now));
    ReleaseRows.serve(handle, tenant, next.number(), null, null);
    tell(handle, "release.live", next, before, activation);
    return next;
  }

  /** Lets these artifacts serve the share of episodes that the rules say. */
  public Release activateCanary(
      Handle handle, Release artifacts, CanaryRules rules, Activation activation) {
    TenantId tenant = artifacts.tenant();
    ReleaseStanding before = rows.standing(handle, tenant);
    if (before.canary().isPresent()) {
      throw new IllegalStateException(tenant + " has a canary already: one at a time");
    }
    Release next = artifacts.numbered(ReleaseRows.nextNumber(handle, tenant));
    ReleaseRows.insert(handle, next, activation, clock.instant());
    ReleaseRows.serve(handle, tenant, before.live().number(), next.number(), rules);
    tell(handle, "release.canary", next, before, activation);
    return next;
  }

  /** The canary becomes the live release, under its number. */
  public Release promoteCanary(Handle handle, TenantId tenant, Activation activation) {
    Instant now = clock.instant();
    ReleaseStanding before = rows.standing(handle, tenant);
    Release canary = before.canary().orElseThrow().release();
    ReleaseRows.becameLive(handle, tenant, canary.number(), now);
    ReleaseRows.ended(handle, tenant, before.live().number(), "superseded", now);
    ReleaseRows.serve(handle, tenant, canary.number(), null, null);
    tell(handle, "release.live", canary, before, activation);
    return canary;
  }

  /** The canary serves no more; live stays. */
  public void endCanary(Handle handle, TenantId tenant, Activation activation) {
    ReleaseStanding before = rows.standing(handle, tenant);
    Release canary = before.canary().orElseThrow().release();
    ReleaseRows.ended(handle, tenant, canary.number(), "rolled_back", clock.instant());
    ReleaseRows.serve(handle, tenant, before.live().number(), null, null);
    tell(handle, "release.canary_ended", canary, before, activation);
  }

  @Override
  public void close() {
    served.close();
  }

  private void tell(
      Handle handle,
      String action,
      Release release,
      ReleaseStanding before,
      Activation activation) {
    audit.append(
        handle,
        activation.actor(),
        action,
        release.tenant(),
        Integer.toString(release.number()),
        Map.of(
            "release", release.digest().text(),
            "liveBefore", before.live().number(),
            "why", activation.why(),
            "change", activation.change().orElse("")));
    database
        .feed()
        .publish(handle, Topic.RELEASES, release.tenant(), Integer.toString(release.number()));
  }

  private void follow(FeedEvent event) {
    TenantId tenant = event.tenant();
    if (tenant == null) {
      return;
    }
    served.follow(tenant, standing(tenant), event.revision());
    listeners.forEach(listener -> listener.accept(tenant));
  }
}
