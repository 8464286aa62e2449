package dev.assay.gateway;

import dev.assay.gateway.cli.AssayCommand;
import dev.assay.gateway.logging.Logging;
import java.util.Map;

/** Where the process begins. */
public final class Assay {
  private Assay() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] words) {
    if (System.getenv(Logging.VARIABLE) != null) {
      begin(System.getenv());
    }
    System.exit(AssayCommand.run(System.err, words));
  }

  private static void begin(Map<String, String> env) {
    try {
      Logging.of(env).begin();
    } catch (IllegalArgumentException wrong) {
      System.err.println("assay: " + wrong.getMessage());
      System.exit(2);
    }
  }
}
