package dev.assay.policies.engine;

import dev.assay.policies.canonical.Digest;

/** A tenant's own rules beside its data, which can only tighten. */
public sealed interface TenantRego {
  /** Digest of the Rego source; part of the tenant's policy revision. */
  Digest source();

  /**
   * Built from exactly that source.
   *
   * @param wasm OPA's compiler output, its entry point the tenant's whole package
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by its source's digest
  record Built(Digest source, byte[] wasm) implements TenantRego {
    @Override
    public boolean equals(Object other) {
      return other instanceof Built built && built.source.equals(source);
    }

    @Override
    public int hashCode() {
      return source.hashCode();
    }
  }

  /**
   * Present but not usable, so that everything of this tenant is refused.
   *
   * @param whatToDo for the operator
   */
  record Unbuilt(Digest source, String whatToDo) implements TenantRego {}
}
