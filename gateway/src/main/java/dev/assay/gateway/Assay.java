package dev.assay.gateway;

import dev.assay.gateway.cli.AssayCommand;

/** Where the process begins. */
public final class Assay {
  private Assay() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] words) {
    System.exit(AssayCommand.run(System.err, words));
  }
}
