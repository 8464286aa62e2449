package dev.assay.config;

/**
 * Where an alias leads.
 *
 * @param model the model's name at that provider
 */
public record AliasTarget(String provider, String model) {
  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
