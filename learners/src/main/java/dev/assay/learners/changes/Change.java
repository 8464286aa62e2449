package dev.assay.learners.changes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.serving.Release;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A proposal, immutable from the moment it is made. Its digest covers the artifact's, so an edited
 * artifact is another change.
 *
 * @param id {@code chg-} and 16 characters that sort by time
 * @param artifact what to add or put in place; absent exactly when the kind is retired
 * @param proposer {@code learner:<name>} or {@code person:<id>}
 * @param sources ids of the exchanges it rests on
 * @param settings what the proposer was set to
 * @param parents the artifacts it was made from
 * @param base the release that was live when it was proposed; evidence names the one it holds for
 */
public record Change(
    String id,
    TenantId tenant,
    Operation operation,
    ArtifactKind kind,
    Optional<Digest> artifact,
    String proposer,
    List<String> sources,
    Map<String, String> settings,
    List<Digest> parents,
    Digest base,
    Instant at) {

  static final String LEARNER = "learner:";

  public Change {
    sources = List.copyOf(sources);
    settings = Map.copyOf(settings);
    parents = List.copyOf(parents);
    if (artifact.isEmpty() != (operation == Operation.RETIRE)) {
      throw new IllegalArgumentException("a change brings an artifact exactly unless it retires");
    }
  }

  /** What is done to the tenant's release. */
  public enum Operation {
    ADD,
    REPLACE,
    RETIRE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @JsonIgnore
  public Digest digest() {
    return CanonicalJson.digest(this);
  }

  /** Whether a learner proposed it, so that freezing learning stops it. */
  @JsonIgnore
  public boolean isLearned() {
    return proposer.startsWith(LEARNER);
  }

  /** The release it would make of that one. */
  Release applyTo(Release live, Optional<Artifact> brought) {
    return brought.map(live::with).orElseGet(() -> live.without(kind));
  }
}
