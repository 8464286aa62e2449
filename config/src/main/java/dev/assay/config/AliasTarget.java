package dev.assay.config;

/**
 * Where an alias leads.
 *
 * @param model the model's name at that provider
 * @param weight its share of the requests beside those of the alias's other targets
 */
public record AliasTarget(String provider, String model, int weight) {
  /** A target that says nothing of its share. */
  public AliasTarget(String provider, String model) {
    this(provider, model, 1);
  }

  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
