package dev.assay.policies.engine;

import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The active policy of every tenant, from a folder of tenant files. Reading is free of locks, from
 * any thread. A reload is all or nothing for each tenant by itself: a tenant whose file is broken
 * keeps its former revision while the others change, and {@link #problems} says why.
 */
public final class TenantPolicies {
  /** Former revisions kept for judgements that are under way when a tenant's policy changes. */
  private static final int FORMER_REVISIONS = 3;

  /** Reads one tenant's YAML file. */
  @FunctionalInterface
  public interface PolicyFile {
    /** The tenant's policy, or every problem of its file. */
    Checked<TenantPolicy> read(Path file);
  }

  /** Told of the tenants a reload changed, added or removed; called on the reloading thread. */
  @FunctionalInterface
  public interface Listener {
    /** The reload is visible to every reader when this is called. */
    void changed(Set<TenantId> tenants);
  }

  private final TenantFolder folder;
  private final Path path;
  private final PolicyFile file;
  private final Digest baseRules;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock reloading = new ReentrantLock();
  private final Clock clock;
  private volatile Loaded loaded = new Loaded(Map.of(), Map.of(), Map.of(), List.of());

  /**
   * Holds nothing until the first {@link #reload}.
   *
   * @param baseRules digest of the base rules the engine judges by
   */
  public TenantPolicies(Path path, PolicyFile file, Digest baseRules) {
    this(path, file, baseRules, Clock.systemUTC());
  }

  TenantPolicies(Path path, PolicyFile file, Digest baseRules, Clock clock) {
    this.clock = clock;
    this.path = path;
    this.folder = new TenantFolder(path);
    this.file = file;
    this.baseRules = baseRules;
  }

  /**
   * What readers see.
   *
   * @param active each tenant's policies, the current one first
   * @param since from when on the current one
   */
  private record Loaded(
      Map<TenantId, List<ActivePolicy>> active,
      Map<TenantId, Instant> since,
      Map<String, ActivePolicy> byRevision,
      List<Problem> problems) {}

  /** The tenant's policy; empty when it has none, and then everything is refused. */
  public Optional<ActivePolicy> current(TenantId tenant) {
    List<ActivePolicy> revisions = loaded.active().get(tenant);
    return revisions == null ? Optional.empty() : Optional.of(revisions.getFirst());
  }

  /** When the tenant's current policy was put in force; empty when it has none. */
  public Optional<Instant> since(TenantId tenant) {
    return Optional.ofNullable(loaded.since().get(tenant));
  }

  /** The policy of that revision, if it is a tenant's current one or was until lately. */
  public Optional<ActivePolicy> byRevision(String revision) {
    return Optional.ofNullable(loaded.byRevision().get(revision));
  }

  /** The tenants that have a policy. */
  public Set<TenantId> tenants() {
    return loaded.active().keySet();
  }

  /** What the last reload objected to; empty when every file is in force as it stands. */
  public List<Problem> problems() {
    return loaded.problems();
  }

  /** Has this listener told of every later reload that changes something. */
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** Reads the folder again and returns the tenants whose policy changed. */
  public Set<TenantId> reload() {
    Set<TenantId> changed;
    reloading.lock();
    try {
      Loaded before = loaded;
      Loaded after = read(before);
      loaded = after;
      changed = changes(before, after);
    } finally {
      reloading.unlock();
    }
    if (!changed.isEmpty()) {
      listeners.forEach(listener -> listener.changed(changed));
    }
    return changed;
  }

  /** For watching: differs from the last one when the folder's files may have changed. */
  List<String> fingerprint() throws IOException {
    return folder.fingerprint();
  }

  private Loaded read(Loaded before) {
    List<Problem> problems = new ArrayList<>();
    TenantFolder.Listing listing;
    try {
      listing = folder.list();
    } catch (IOException unreadable) {
      // A folder that cannot be listed says nothing about its tenants: they keep what they have.
      problems.add(unreadable(path, unreadable));
      return new Loaded(
          before.active(), before.since(), before.byRevision(), List.copyOf(problems));
    }
    problems.addAll(listing.problems());
    Map<TenantId, List<ActivePolicy>> active = new TreeMap<>();
    Map<TenantId, Instant> since = new HashMap<>();
    Map<String, ActivePolicy> byRevision = new LinkedHashMap<>();
    Instant now = clock.instant();
    for (TenantId tenant : listing.tenants()) {
      List<ActivePolicy> former = before.active().getOrDefault(tenant, List.of());
      List<ActivePolicy> revisions = next(tenant, former, problems);
      if (!revisions.isEmpty()) {
        active.put(tenant, revisions);
        Instant then = before.since().get(tenant);
        since.put(tenant, then != null && revisions.equals(former) ? then : now);
        revisions.forEach(revision -> byRevision.put(revision.revision(), revision));
      }
    }
    return new Loaded(
        Collections.unmodifiableMap(active),
        Map.copyOf(since),
        Map.copyOf(byRevision),
        List.copyOf(problems));
  }

  private List<ActivePolicy> next(
      TenantId tenant, List<ActivePolicy> former, List<Problem> problems) {
    Optional<ActivePolicy> candidate;
    try {
      candidate = candidate(tenant, isUsable(former), problems);
    } catch (IOException unreadable) {
      problems.add(unreadable(folder.yaml(tenant), unreadable));
      return former;
    }
    if (candidate.isEmpty() || (!former.isEmpty() && former.getFirst().equals(candidate.get()))) {
      return former;
    }
    return Stream.concat(
            candidate.stream(),
            former.stream()
                .filter(old -> !old.revision().equals(candidate.get().revision()))
                .limit(FORMER_REVISIONS))
        .toList();
  }

  private static boolean isUsable(List<ActivePolicy> former) {
    return !former.isEmpty()
        && !(former.getFirst().rego().orElse(null) instanceof TenantRego.Unbuilt);
  }

  /** What the tenant's files say now; empty when they cannot be put in force. */
  private Optional<ActivePolicy> candidate(
      TenantId tenant, boolean hasUsable, List<Problem> problems) throws IOException {
    return switch (file.read(folder.yaml(tenant))) {
      case Checked.Invalid<TenantPolicy> invalid -> {
        problems.addAll(invalid.problems());
        yield Optional.empty();
      }
      case Checked.Valid<TenantPolicy>(TenantPolicy policy) -> {
        if (!policy.tenant().equals(tenant)) {
          problems.add(
              new Problem(
                  folder.yaml(tenant).toString(),
                  0,
                  "the policy of tenant " + policy.tenant(),
                  "the policy of tenant " + tenant + ", as the file is named"));
          yield Optional.empty();
        }
        yield withRego(policy, hasUsable, problems);
      }
    };
  }

  private Optional<ActivePolicy> withRego(
      TenantPolicy policy, boolean hasUsable, List<Problem> problems) throws IOException {
    TenantFolder.OwnRules own = folder.rego(policy.tenant());
    problems.addAll(own.problems());
    // With nothing usable to stay on, the tenant is known, and refused with what to do.
    return own.problems().isEmpty() || !hasUsable
        ? Optional.of(active(policy, own.rego()))
        : Optional.empty();
  }

  private ActivePolicy active(TenantPolicy policy, Optional<TenantRego> rego) {
    return new ActivePolicy(policy, revision(policy, rego), rego);
  }

  private String revision(TenantPolicy policy, Optional<TenantRego> rego) {
    return CanonicalJson.digest(
            List.of(baseRules, policy, rego.map(own -> own.source().text()).orElse("")))
        .text();
  }

  private static Set<TenantId> changes(Loaded before, Loaded after) {
    Set<TenantId> all = new TreeSet<>(before.active().keySet());
    all.addAll(after.active().keySet());
    all.removeIf(tenant -> {
      List<ActivePolicy> now = after.active().get(tenant);
      return now != null && now.equals(before.active().get(tenant));
    });
    return all;
  }

  private static Problem unreadable(Path file, IOException failure) {
    return new Problem(file.toString(), 0, String.valueOf(failure), "a file that can be read");
  }
}
