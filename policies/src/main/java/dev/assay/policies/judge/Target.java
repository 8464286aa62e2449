package dev.assay.policies.judge;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.assay.policies.canonical.Digest;

/** Where a request may be sent: a provider and the model name that provider knows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Target.Configured.class, name = "configured"),
  @JsonSubTypes.Type(value = Target.Adapter.class, name = "adapter"),
  @JsonSubTypes.Type(value = Target.PassThrough.class, name = "pass_through")
})
public sealed interface Target {
  String provider();

  /** The model's name at the provider; the client's own word for it never reaches a backend. */
  String model();

  /** The region the configuration declares for the provider, for residency rules. */
  String region();

  /** A target that the configuration lists under an alias. */
  record Configured(String provider, String model, String region) implements Target {}

  /**
   * A part of a provider's API whose content passes through.
   *
   * @param model that part's name: there is no model
   * @param microUsd what a request of it costs the tenant; policy set it and need not see it
   */
  record PassThrough(String provider, String model, String region, @JsonIgnore long microUsd)
      implements Target {}

  /**
   * A learned adapter. It exists only inside a release.
   *
   * @param model the immutable, digest-bearing name under which the runtime loaded it
   * @param artifact the adapter's digest
   */
  record Adapter(String provider, String model, String region, Digest artifact) implements Target {}
}
