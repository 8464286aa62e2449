package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.completions.Completions;
import dev.assay.learners.completions.Completions.Answered;
import dev.assay.learners.completions.Completions.NotAnswered;
import dev.assay.learners.releases.ReleasePreparer;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the release a change would lead to, ready to be called but served to nobody. */
public final class Candidates {
  private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);
  private static final int SMOKE_SECONDS = 60;
  private static final int MAX_DETAIL_CHARS = 200;

  private final Artifacts artifacts;
  private final Releases releases;
  private final ReleasePreparer preparer;
  private final Completions completions;
  private final SmokePrompt prompt;

  public Candidates(
      Artifacts artifacts,
      Releases releases,
      ReleasePreparer preparer,
      Completions completions,
      SmokePrompt prompt) {
    this.artifacts = artifacts;
    this.releases = releases;
    this.preparer = preparer;
    this.completions = completions;
    this.prompt = prompt;
  }

  /** The artifact a change brings; absent when it retires. Blocks. */
  Optional<Artifact> brought(Change change) {
    return change.artifact().map(digest -> require(change.tenant(), digest));
  }

  /**
   * What the change would make of that release, ready. Blocks; throws when a part is not to be had.
   */
  ServingRelease prepare(Change change, Release live) {
    return preparer.prepare(change.applyTo(live, brought(change)));
  }

  /** That release, whole. Blocks; throws when a part is not to be had. */
  ServingRelease ready(Release release) {
    return preparer.prepare(release);
  }

  /** Makes it ready if that is possible now, so that activating it swaps at once. */
  void warm(Change change) {
    try {
      prepare(change, releases.standing(change.tenant()).live());
    } catch (RuntimeException failure) {
      LOG.warn("{} could not be made ready: {}", change.id(), failure.getMessage());
    }
  }

  /** Asks the candidate one thing, for kinds that are loaded into a runtime. Blocks. */
  Optional<Evidence.Smoke> smoke(Change change, ServingRelease candidate) {
    return candidate.adapters().stream()
        .filter(route -> change.artifact().filter(route.artifact().digest()::equals).isPresent())
        .findFirst()
        .map(route -> ask(change, candidate, route.artifact()));
  }

  /** Takes what will not be served out of its runtime, unless something served still needs it. */
  void discard(Change change) {
    // A runtime knows an adapter by its digest alone, so another tenant may be served the same.
    if (brought(change).orElse(null) instanceof Artifact.Adapter adapter
        && !releases.isServedToAnybody(adapter)) {
      try {
        preparer.discard(adapter);
      } catch (RuntimeException failure) {
        LOG.warn("{} stays loaded: {}", adapter.runtimeName(), failure.getMessage());
      }
    }
  }

  private Evidence.Smoke ask(Change change, ServingRelease candidate, Artifact.Adapter adapter) {
    Completions.Call call =
        new Completions.Call(
            change.tenant(), candidate, Purpose.SMOKE, prompt.body(change, adapter));
    try {
      return switch (completions
          .complete(call)
          .toCompletableFuture()
          .get(SMOKE_SECONDS, TimeUnit.SECONDS)) {
        case Answered answered ->
            new Evidence.Smoke(!answered.text().isBlank(), brief(answered.text()));
        case NotAnswered not -> new Evidence.Smoke(false, brief(not.code() + ": " + not.message()));
      };
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Evidence.Smoke(false, "interrupted");
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failure) {
      return new Evidence.Smoke(false, brief("no answer: " + failure));
    }
  }

  private Artifact require(TenantId tenant, Digest digest) {
    return artifacts
        .find(tenant, digest)
        .orElseThrow(() -> new IllegalStateException("artifact " + digest + " is missing"));
  }

  private static String brief(String text) {
    return text.length() <= MAX_DETAIL_CHARS ? text : text.substring(0, MAX_DETAIL_CHARS);
  }
}
