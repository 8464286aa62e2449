package dev.assay.policies.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** Where the {@code opa} program is. Only building needs it; judging never does. */
public final class OpaBinary {
  /** What to tell whom it is missing to. */
  public static final String HOW_TO_GET =
      "opa 1.22 was not found: set ASSAY_OPA to it, put it on the PATH, or let ~/.cache/assay/opa be it"
          + " (go install github.com/open-policy-agent/opa@v1.22.2)";

  private OpaBinary() {}

  /** The same to whom it is missing in this environment. */
  public static String missing(Map<String, String> environment) {
    String named = environment.get("ASSAY_OPA");
    return named == null || named.isBlank()
        ? HOW_TO_GET
        : "ASSAY_OPA names " + named + ", which is no program: name opa 1.22 itself, or unset it";
  }

  /** The first of {@code ASSAY_OPA}, the {@code PATH} and {@code ~/.cache/assay/opa}. */
  public static Optional<Path> find(Map<String, String> environment) {
    String named = environment.get("ASSAY_OPA");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named)).filter(OpaBinary::isProgram);
    }
    StringTokenizer folders =
        new StringTokenizer(environment.getOrDefault("PATH", ""), File.pathSeparator);
    while (folders.hasMoreTokens()) {
      String folder = folders.nextToken();
      Path candidate = Path.of(folder, "opa");
      if (!folder.isBlank() && isProgram(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.ofNullable(environment.get("HOME"))
        .map(home -> Path.of(home, ".cache", "assay", "opa"))
        .filter(OpaBinary::isProgram);
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
