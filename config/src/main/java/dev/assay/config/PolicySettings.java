package dev.assay.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Who judges, and by which files.
 *
 * @param serverUrl of a running OPA; always there when the engine is {@code server}
 * @param folder the tenants' policy files, relative to the folder Assay was started in
 * @param timeoutMillis how long a decision may take before it counts as a refusal
 */
public record PolicySettings(
    Engine engine, Optional<URI> serverUrl, Path folder, int timeoutMillis) {

  /** What stands for a file that says nothing about policy. */
  public static final PolicySettings DEFAULT =
      new PolicySettings(Engine.EMBEDDED, Optional.empty(), Path.of("policies/tenants"), 250);

  /** Where Rego is evaluated. */
  public enum Engine {
    /** In this process, compiled to Wasm. */
    EMBEDDED,
    /** By an OPA server. */
    SERVER;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
