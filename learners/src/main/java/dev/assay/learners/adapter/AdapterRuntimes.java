package dev.assay.learners.adapter;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.serving.AdapterLoader;
import dev.assay.policies.judge.Target;
import java.util.Map;

/** The runtimes of all providers that serve adapters, by the provider's name. */
public final class AdapterRuntimes implements AdapterLoader {
  private final Map<String, AdapterLoader> byProvider;

  public AdapterRuntimes(Map<String, AdapterLoader> byProvider) {
    this.byProvider = Map.copyOf(byProvider);
  }

  @Override
  public Target.Adapter load(Artifact.Adapter adapter) {
    return of(adapter).load(adapter);
  }

  @Override
  public void unload(Artifact.Adapter adapter) {
    of(adapter).unload(adapter);
  }

  private AdapterLoader of(Artifact.Adapter adapter) {
    AdapterLoader runtime = byProvider.get(adapter.provider());
    if (runtime == null) {
      throw new AdapterNotLoaded(
          "provider "
              + adapter.provider()
              + " is not configured to serve adapters: name its runtime in assay.yaml");
    }
    return runtime;
  }
}
