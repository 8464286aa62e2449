package dev.assay.learners.credentials;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The credential that sets the house up: it makes tenants, people and keys, and can't approve. Made
 * at the first start, in a file only its owner can read.
 */
public final class AdminToken {
  /** Its file's name in the data folder, for the command line on the same machine. */
  public static final String FILE = "admin-token";

  /** How the audit log names who holds it. */
  public static final String ACTOR = "admin";

  private static final String PREFIX = "sk-admin-";

  private final SecretFile file;

  private AdminToken(SecretFile file) {
    this.file = file;
  }

  /** Reads the token in this folder, or makes one. */
  public static AdminToken open(Path dataDir) {
    return new AdminToken(SecretFile.open(dataDir, FILE, PREFIX));
  }

  /** The token, to be shown once, when this start made it. */
  public Optional<OneTimeSecret> madeNow() {
    return file.fresh() ? Optional.of(new OneTimeSecret(file.text())) : Optional.empty();
  }

  /** Whether this is the token; takes as long for a near miss as for a far one. */
  public boolean verify(String presented) {
    return MessageDigest.isEqual(
        presented.getBytes(StandardCharsets.UTF_8), file.text().getBytes(StandardCharsets.UTF_8));
  }
}
