package dev.assay.learners.serving;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.judge.Target;

/** Puts an adapter's weights where its provider's runtime serves them. Blocks. */
public interface AdapterLoader {
  /**
   * Loads the adapter under its {@link Artifact.Adapter#runtimeName()} unless it is loaded already.
   *
   * @throws AdapterNotLoaded when the runtime refuses or cannot be reached
   */
  Target.Adapter load(Artifact.Adapter adapter);

  /** Unloads it; an adapter that is not loaded is left so. */
  void unload(Artifact.Adapter adapter);

  /** The runtime refused, or cannot be reached. */
  final class AdapterNotLoaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AdapterNotLoaded(String message) {
      super(message);
    }

    public AdapterNotLoaded(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
