package dev.assay.config;

import java.nio.file.Path;

/**
 * Where state is kept.
 *
 * @param dataDir relative to the folder Assay was started in
 */
public record Storage(Path dataDir) {
  /** What stands for a file that names none. */
  public static final Storage DEFAULT = new Storage(Path.of("data"));
}
