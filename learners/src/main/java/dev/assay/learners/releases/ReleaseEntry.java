package dev.assay.learners.releases;

import dev.assay.policies.canonical.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One line of a tenant's history.
 *
 * @param artifacts their digests, ordered by kind
 * @param actor who activated it
 * @param change the change it came from; absent for a return to a former release
 * @param stage {@code live}, {@code canary}, {@code superseded} or {@code rolled_back}
 * @param liveAt when it became the live one; absent for a canary that did not
 */
public record ReleaseEntry(
    int number,
    Digest digest,
    List<Digest> artifacts,
    String actor,
    String why,
    Optional<String> change,
    Instant at,
    String stage,
    Optional<Instant> liveAt) {
  public ReleaseEntry {
    artifacts = List.copyOf(artifacts);
  }
}
