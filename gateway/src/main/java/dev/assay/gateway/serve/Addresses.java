package dev.assay.gateway.serve;

import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Where a server listens.
 *
 * @param data host and port
 * @param control host and port
 */
public record Addresses(String data, String control) {
  /** The file under the data folder by which the command line finds a running server. */
  public static final String FILE = "addresses.json";

  /** One JSON line. */
  public String json() {
    return new String(
        CanonicalJson.bytes(Map.of("data", data, "control", control)), StandardCharsets.UTF_8);
  }

  void write(Path dataDir) {
    try {
      Path fresh = dataDir.resolve(FILE + ".new");
      Files.writeString(fresh, json() + "\n");
      Files.move(fresh, dataDir.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException("the addresses could not be kept in " + dataDir, failure);
    }
  }
}
