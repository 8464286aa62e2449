package dev.assay.learners.artifacts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import java.util.List;

/**
 * Something learned. Its digest is the SHA-256 of its RFC 8785 JSON, so an edited artifact is
 * another artifact.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Artifact.Examples.class, name = "examples"),
  @JsonSubTypes.Type(value = Artifact.Adapter.class, name = "adapter")
})
public sealed interface Artifact {
  @JsonIgnore
  ArtifactKind kind();

  /** How many parts it has: examples, bullets, …; 1 for an adapter. */
  @JsonIgnore
  int size();

  /** The digest that names it. */
  @JsonIgnore
  default Digest digest() {
    return KnownDigests.of(this);
  }

  /**
   * Verified demonstrations.
   *
   * @param selection how a request's share of them is chosen
   */
  record Examples(Selection selection, List<Example> examples) implements Artifact {
    public Examples {
      examples = List.copyOf(examples);
    }

    @Override
    public ArtifactKind kind() {
      return ArtifactKind.EXAMPLES;
    }

    @Override
    public int size() {
      return examples.size();
    }
  }

  /** How examples are chosen for a request. */
  enum Selection {
    /** The nearest to the last user message. */
    SIMILAR,
    /** Always the first ones; costs no embedding. */
    PINNED;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One demonstration.
   *
   * @param id unique inside its artifact
   * @param input what a user wrote
   * @param output the answer people verified
   * @param sources ids of the exchanges it was learned from; empty for one a person wrote
   */
  record Example(String id, String input, String output, List<String> sources) {
    public Example {
      sources = List.copyOf(sources);
    }
  }

  /**
   * A low-rank adapter of a provider's base model. Its weights are files, named here by digest.
   *
   * @param provider the configured provider whose runtime serves it
   * @param alias the alias whose requests it answers
   * @param settings what it was trained with
   */
  record Adapter(
      String provider,
      String baseModel,
      String alias,
      List<WeightFile> files,
      java.util.Map<String, String> settings)
      implements Artifact {
    public Adapter {
      files = List.copyOf(files);
      settings = java.util.Map.copyOf(settings);
    }

    @Override
    public ArtifactKind kind() {
      return ArtifactKind.ADAPTER;
    }

    @Override
    public int size() {
      return 1;
    }

    /** The immutable, digest-bearing name under which a runtime loads it. */
    @JsonIgnore
    public String runtimeName() {
      return "assay-" + digest().hex().substring(0, 32);
    }
  }

  /** One file of weights. */
  record WeightFile(String name, Digest digest, long bytes) {}
}
