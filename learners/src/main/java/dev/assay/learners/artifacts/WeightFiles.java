package dev.assay.learners.artifacts;

import dev.assay.policies.canonical.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Adapters' weights as files named by their digest. A file stands under its name only once its
 * bytes and the folder's entry are on disk (fsync, rename, fsync of the folder), so a crash leaves
 * the whole file or none.
 */
public final class WeightFiles {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path folder;
  private final long maxBytes;

  /**
   * @param folder created where it is missing
   * @param maxBytes the largest file that is taken
   */
  public WeightFiles(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    try {
      Files.createDirectories(folder);
    } catch (IOException unwritable) {
      throw new WeightsUnavailable("cannot create " + folder, unwritable);
    }
  }

  /** Keeps what the stream holds and says under which digest. Blocks. */
  public Stored store(InputStream weights) {
    try {
      Path partial = Files.createTempFile(folder, "partial-", ".tmp");
      try {
        Stored stored = write(weights, partial);
        Files.move(
            partial,
            path(stored.digest()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
        return stored;
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException failure) {
      throw new WeightsUnavailable("weights could not be written to " + folder, failure);
    }
  }

  /** The bytes under this digest, proved to be those. Blocks. */
  public byte[] read(Digest digest) {
    Path file = path(digest);
    try {
      if (Files.size(file) > maxBytes) {
        throw new WeightsUnavailable(file + " is larger than anything stored", null);
      }
      byte[] bytes = Files.readAllBytes(file);
      if (!Digest.of(bytes).equals(digest)) {
        throw new WeightsUnavailable(
            "weights " + digest + " were altered where they are kept: restore " + file, null);
      }
      return bytes;
    } catch (IOException missing) {
      throw new WeightsUnavailable(
          "weights " + digest + " cannot be read: restore " + file, missing);
    }
  }

  /** Whether a file stands under this digest; its bytes are proved when read. */
  public boolean has(Digest digest) {
    return Files.isRegularFile(path(digest));
  }

  private Path path(Digest digest) {
    return folder.resolve(digest.hex());
  }

  private Stored write(InputStream weights, Path partial) throws IOException {
    MessageDigest sha256 = sha256();
    long total = 0;
    try (FileChannel out = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = weights.read(buffer); count >= 0; count = weights.read(buffer)) {
        total += count;
        if (total > maxBytes) {
          throw new WeightsUnavailable(
              "a file of weights is at most " + maxBytes + " bytes: train a smaller adapter", null);
        }
        sha256.update(buffer, 0, count);
        ByteBuffer pending = ByteBuffer.wrap(buffer, 0, count);
        while (pending.hasRemaining()) {
          out.write(pending);
        }
      }
      out.force(true);
    }
    return new Stored(new Digest("sha256:" + HexFormat.of().formatHex(sha256.digest())), total);
  }

  private void syncFolder() throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform supplies SHA-256", missing);
    }
  }

  /** What was stored. */
  public record Stored(Digest digest, long bytes) {}

  /** Weights could not be kept, or are not there as they were kept. */
  public static final class WeightsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WeightsUnavailable(String message, @org.jspecify.annotations.Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
