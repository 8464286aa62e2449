package dev.assay.gateway.serve;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.serving.AdapterLoader;
import dev.assay.policies.judge.Target;

/** For a configuration in which no provider serves adapters. */
final class NoAdapters implements AdapterLoader {
  @Override
  public Target.Adapter load(Artifact.Adapter adapter) {
    throw new AdapterNotLoaded(
        "no provider in the configuration has an 'adapters' block, so none can be loaded");
  }

  @Override
  public void unload(Artifact.Adapter adapter) {}
}
