package dev.assay.learners.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The key of {@link HoldoutSide}, in a file of its own. Losing it moves episodes from one side to
 * the other, so a file that is there but wrong is never replaced.
 */
public final class HoldoutKey {
  static final int BYTES = 32;

  private HoldoutKey() {}

  /**
   * Reads the key, making one with an unguessable value, for its owner's eyes only, where there is
   * no file.
   *
   * @throws UncheckedIOException when the file can be neither read nor made
   * @throws IllegalStateException when it does not hold 32 bytes
   */
  public static byte[] load(Path file) {
    try {
      if (Files.notExists(file)) {
        make(file);
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != BYTES) {
        throw new IllegalStateException(
            file + " does not hold a holdout key of 32 bytes: restore it from a backup");
      }
      return key;
    } catch (IOException failure) {
      throw new UncheckedIOException("the holdout key " + file + " cannot be used", failure);
    }
  }

  private static void make(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(fresh);
    }
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(key));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
