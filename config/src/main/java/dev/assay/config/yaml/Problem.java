package dev.assay.config.yaml;

/**
 * One mistake in a file an operator wrote, with what to write instead.
 *
 * @param file the file, or {@code environment} for a variable
 * @param line 1 for the first line; 0 when the mistake has no line
 * @param found what stands there; never a secret
 * @param allowed what may stand there
 */
public record Problem(String file, int line, String found, String allowed) {

  /** The one-line form {@code file:line: found …; expected …}. */
  public String message() {
    String place = line > 0 ? file + ":" + line : file;
    return place + ": found " + found + "; expected " + allowed;
  }

  @Override
  public String toString() {
    return message();
  }
}
