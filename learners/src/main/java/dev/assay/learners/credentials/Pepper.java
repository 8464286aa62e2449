package dev.assay.learners.credentials;

import dev.assay.learners.store.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which secrets are hashed before they are stored (HMAC-SHA-256). It lies in a file
 * beside the database, so that a copy of the database alone verifies nothing.
 */
public final class Pepper {
  private static final String FILE = "pepper";
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac keyed;
  private final boolean fresh;

  private Pepper(Mac keyed, boolean fresh) {
    this.keyed = keyed;
    this.fresh = fresh;
  }

  /** Reads the pepper in this folder, or makes one at the first start. */
  public static Pepper open(Path dataDir) {
    SecretFile file = SecretFile.open(dataDir, FILE, "");
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(file.text().getBytes(StandardCharsets.US_ASCII), ALGORITHM));
      return new Pepper(mac, file.fresh());
    } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
      throw new IllegalStateException("every Java platform supplies " + ALGORITHM, missing);
    }
  }

  byte[] mac(String secret) {
    try {
      // A keyed Mac is not thread-safe; a copy costs less than keying another.
      Mac mac = (Mac) keyed.clone();
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the platform's Mac can't be copied", impossible);
    }
  }

  /** A new pepper where credentials exist would lock all of them out in silence. */
  void requireFits(int credentials) {
    if (fresh && credentials > 0) {
      throw new StoreUnavailable(
          "the pepper file is missing although "
              + credentials
              + " credentials were made with it: restore it from a copy of the data folder");
    }
  }
}
