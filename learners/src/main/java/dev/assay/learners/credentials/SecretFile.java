package dev.assay.learners.credentials;

import dev.assay.learners.store.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A random text in a file that only its owner can read, made where it is missing.
 *
 * @param fresh whether it was made just now
 */
record SecretFile(String text, boolean fresh) {
  private static final Set<StandardOpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  static SecretFile open(Path folder, String name, String prefix) {
    Path file = folder.resolve(name);
    try {
      if (Files.exists(file)) {
        return new SecretFile(read(file, prefix), false);
      }
      String text = Secrets.random(prefix);
      write(folder, file, text);
      return new SecretFile(text, true);
    } catch (IOException failure) {
      throw new StoreUnavailable(
          "the secret file " + file + " cannot be used: " + failure, failure);
    }
  }

  @Override
  public String toString() {
    return "(secret file)";
  }

  private static String read(Path file, String prefix) throws IOException {
    String text = Files.readString(file).strip();
    if (!Secrets.hasForm(text, prefix)) {
      throw new IOException("it does not hold what was written: restore it from a copy");
    }
    return text;
  }

  /** Written beside, flushed, then renamed: a crash leaves all of it or none. */
  private static void write(Path folder, Path file, String text) throws IOException {
    Path beside = folder.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    try (FileChannel channel = createForOwner(beside)) {
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    if (isPosix(folder)) {
      // The new name is on disk only when the folder is.
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static FileChannel createForOwner(Path file) throws IOException {
    return isPosix(file.toAbsolutePath())
        ? FileChannel.open(
            file,
            CREATE,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, CREATE);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
