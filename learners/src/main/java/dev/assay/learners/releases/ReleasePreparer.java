package dev.assay.learners.releases;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.serving.AdapterLoader;
import dev.assay.learners.serving.ExampleIndex;
import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.canonical.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a release ready to serve: examples embedded, adapters loaded. Blocks. */
public final class ReleasePreparer implements AutoCloseable {
  private static final int MAX_READY = 64;

  private final ExampleIndexer indexer;
  private final AdapterLoader loader;
  private final Map<Digest, ServingRelease> ready =
      new ExampleIndexer.LeastRecentlyUsed<>(MAX_READY);

  public ReleasePreparer(Encoder encoder, AdapterLoader loader) {
    this.indexer = new ExampleIndexer(encoder);
    this.loader = loader;
  }

  /**
   * As much of a release as could be made ready.
   *
   * @param missing what it is served without, in words
   */
  record Prepared(ServingRelease release, List<String> missing) {}

  /**
   * All of it.
   *
   * @throws AdapterLoader.AdapterNotLoaded when a runtime refuses or cannot be reached
   */
  public ServingRelease prepare(Release release) {
    Optional<ExampleIndex> examples = examples(release);
    List<ServingRelease.AdapterRoute> routes = new ArrayList<>();
    for (Artifact.Adapter adapter : adapters(release)) {
      routes.add(route(adapter));
    }
    return keep(new ServingRelease(release, release.digest(), examples, routes));
  }

  /** What can be had now; an adapter that cannot be loaded has no route, so nothing reaches it. */
  Prepared prepareWhatCanBe(Release release) {
    List<String> missing = new ArrayList<>();
    Optional<ExampleIndex> examples = Optional.empty();
    List<ServingRelease.AdapterRoute> routes = new ArrayList<>();
    try {
      examples = examples(release);
    } catch (RuntimeException failure) {
      missing.add("its examples: " + failure.getMessage());
    }
    for (Artifact.Adapter adapter : adapters(release)) {
      try {
        routes.add(route(adapter));
      } catch (RuntimeException failure) {
        missing.add("adapter " + adapter.runtimeName() + ": " + failure.getMessage());
      }
    }
    ServingRelease made = new ServingRelease(release, release.digest(), examples, routes);
    return new Prepared(missing.isEmpty() ? keep(made) : made, missing);
  }

  /** The release with nothing learned in it, under its own number. */
  static ServingRelease bare(Release release) {
    return new ServingRelease(release, release.digest(), Optional.empty(), List.of());
  }

  /** The release, if it was made ready before. Does not block. */
  Optional<ServingRelease> ready(Release release) {
    if (release.artifacts().isEmpty()) {
      return Optional.of(bare(release));
    }
    Optional<ServingRelease> known;
    synchronized (ready) {
      known = Optional.ofNullable(ready.get(release.digest()));
    }
    return known.map(
        made -> new ServingRelease(release, made.digest(), made.examples(), made.adapters()));
  }

  /** Takes an adapter that serves nobody away from its runtime. */
  public void discard(Artifact.Adapter adapter) {
    synchronized (ready) {
      ready
          .values()
          .removeIf(
              made -> made.adapters().stream().anyMatch(route -> route.artifact().equals(adapter)));
    }
    loader.unload(adapter);
  }

  @Override
  public void close() {
    indexer.close();
  }

  private Optional<ExampleIndex> examples(Release release) {
    for (Artifact artifact : release.artifacts()) {
      if (artifact instanceof Artifact.Examples examples) {
        return Optional.of(indexer.index(examples));
      }
    }
    return Optional.empty();
  }

  private ServingRelease.AdapterRoute route(Artifact.Adapter adapter) {
    return new ServingRelease.AdapterRoute(adapter.alias(), loader.load(adapter), adapter);
  }

  private ServingRelease keep(ServingRelease made) {
    synchronized (ready) {
      ready.put(made.digest(), made);
    }
    return made;
  }

  private static List<Artifact.Adapter> adapters(Release release) {
    return release.artifacts().stream()
        .filter(Artifact.Adapter.class::isInstance)
        .map(Artifact.Adapter.class::cast)
        .toList();
  }
}
