package dev.assay.gateway.exchange;

import dev.assay.config.Alias;
import dev.assay.config.AssayConfig;
import dev.assay.config.Provider;
import dev.assay.gateway.objects.Accounts;
import dev.assay.gateway.objects.Ownership.Standing;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.judge.Account;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts.Candidate;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a request could go, as far as configuration and release say; policy says where it may. */
public final class Candidates {
  private final AssayConfig config;
  private final Accounts accounts;

  public Candidates(AssayConfig config, Accounts accounts) {
    this.config = config;
    this.accounts = accounts;
  }

  /**
   * A request that names what a provider keeps goes to that provider. A measured candidate has no
   * second choice: a fallback's answers would be taken for its own.
   */
  List<Candidate> of(Progress.Snapshot snapshot, Standing standing) {
    Progress.Read read = snapshot.read();
    List<Candidate> found =
        switch (read.body()) {
          case ParsedBody call -> ofAlias(call.model(), snapshot.release());
          case OpaqueBody unread ->
              passingThrough(unread, snapshot.policy().policy().passThrough());
        };
    TenantId tenant = read.caller().tenant();
    boolean ownAlone = ownAlone(read.body(), standing);
    Optional<String> keeper =
        standing instanceof Standing.Own own ? own.provider() : Optional.empty();
    List<Candidate> reachable =
        found.stream()
            .filter(it -> accounts.open(it.target().provider(), tenant))
            .filter(it -> !ownAlone || accounts.isOwn(it.target().provider(), tenant))
            .filter(it -> keeper.isEmpty() || it.target().provider().equals(keeper.get()))
            .toList();
    return read.purpose() == Purpose.SERVE || reachable.isEmpty()
        ? reachable
        : List.of(reachable.getFirst());
  }

  /** Whether what it names was not looked at, or is known in the tenant's own account alone. */
  private static boolean ownAlone(RequestBody body, Standing standing) {
    return (body instanceof OpaqueBody unread && unread.account() == Account.OWN)
        || (standing instanceof Standing.Own own && own.atItsOwn());
  }

  /** Whether this alias is in the configuration, if any is. */
  boolean knows(String alias) {
    return config.aliases().isEmpty() || config.aliases().containsKey(alias);
  }

  /** Whether a provider lets through what is no model call. */
  boolean letsAnyThrough() {
    return config.providers().values().stream().anyMatch(Candidates::lets);
  }

  private Candidate candidate(Target target, String source) {
    return new Candidate(
        target, source, accounts.owner(target.provider()).orElse(Candidate.SHARED));
  }

  /** The release's adapters for this alias first, then what the configuration lists. */
  private List<Candidate> ofAlias(String alias, ServingRelease release) {
    List<Candidate> found = new ArrayList<>();
    for (ServingRelease.AdapterRoute route : release.adapters()) {
      if (route.alias().equals(alias)) {
        found.add(candidate(route.target(), "release"));
      }
    }
    configured(alias).forEach(found::add);
    return found;
  }

  private List<Candidate> configured(String alias) {
    Alias configured = config.aliases().get(alias);
    return configured == null
        ? List.of()
        : configured.targets().stream()
            .map(t -> new Target.Configured(t.provider(), t.model(), region(t.provider())))
            .map(target -> candidate(target, "alias"))
            .toList();
  }

  private List<Candidate> passingThrough(OpaqueBody unread, TenantPolicy.PassThrough rules) {
    if (!unread.model().isEmpty()) {
      return configured(unread.model()).stream()
          .filter(it -> lets(config.providers().get(it.target().provider())))
          .toList();
    }
    long microUsd = rules.microUsd(unread.surface());
    return config.providers().values().stream()
        .filter(Candidates::lets)
        .map(
            it -> new Target.PassThrough(it.name(), unread.surface().word(), it.region(), microUsd))
        .map(target -> candidate(target, "surface"))
        .toList();
  }

  /** Where a form's model is, as far as the form is there already. */
  List<Candidate> ofForm(String alias, String provider) {
    return configured(alias).stream()
        .filter(it -> it.target().provider().equals(provider))
        .toList();
  }

  /** Whether any of these models has another name there. */
  boolean renames(String provider, List<String> models) {
    return models.stream()
        .anyMatch(alias ->
            ofForm(alias, provider).stream().anyMatch(it -> !it.target().model().equals(alias)));
  }

  private static boolean lets(@org.jspecify.annotations.Nullable Provider provider) {
    return provider != null && provider.api().passThrough();
  }

  private String region(String provider) {
    Provider configured = config.providers().get(provider);
    return configured == null ? Provider.ANY_REGION : configured.region();
  }
}
