package dev.assay.learners.serving;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The immutable set of artifacts a tenant is served with. Two releases with the same artifacts have
 * the same digest, whatever their numbers.
 *
 * @param number 0 for the empty first release, then counted up by activation; a candidate that was
 *     never activated has the number of its base
 * @param artifacts at most one of each kind for now, ordered by kind
 */
public record Release(TenantId tenant, int number, List<Artifact> artifacts) {
  public Release {
    artifacts = artifacts.stream().sorted(Comparator.comparing(Artifact::kind)).toList();
  }

  /** The release every tenant starts with: the frozen base model alone. */
  public static Release empty(TenantId tenant) {
    return new Release(tenant, 0, List.of());
  }

  /** Names the set of artifacts. */
  @JsonIgnore
  public Digest digest() {
    return CanonicalJson.digest(
        java.util.Map.of(
            "tenant", tenant.value(),
            "artifacts", artifacts.stream().map(a -> a.digest().text()).toList()));
  }

  /** The artifact of this kind. */
  public Optional<Artifact> artifact(ArtifactKind kind) {
    return artifacts.stream().filter(a -> a.kind() == kind).findFirst();
  }

  /** The same release with this artifact in place of the one of its kind. */
  public Release with(Artifact artifact) {
    List<Artifact> changed = new ArrayList<>(without(artifact.kind()).artifacts);
    changed.add(artifact);
    return new Release(tenant, number, changed);
  }

  /** The same release with no artifact of this kind. */
  public Release without(ArtifactKind kind) {
    return new Release(tenant, number, artifacts.stream().filter(a -> a.kind() != kind).toList());
  }

  /** The same artifacts under another number. */
  public Release numbered(int next) {
    return new Release(tenant, next, artifacts);
  }
}
