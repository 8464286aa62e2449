package dev.assay.learners.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder everything durable lives in: its owner's alone (0700), and one process's at a time.
 */
final class DataDirectory implements AutoCloseable {
  private static final String LOCK_FILE = "lock";
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;
  private final FileChannel lockChannel;

  private DataDirectory(Path folder, FileChannel lockChannel) {
    this.folder = folder;
    this.lockChannel = lockChannel;
  }

  /** Creates the folder where it is missing and locks it until {@link #close}. */
  static DataDirectory lock(Path folder) {
    try {
      if (Files.notExists(folder)) {
        Files.createDirectories(folder);
      }
      if (isPosix(folder)) {
        Files.setPosixFilePermissions(folder, OWNER_FOLDER);
      }
      Path lockFile = ownerOnlyFile(folder, LOCK_FILE);
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        String holder = Files.readString(lockFile).strip();
        channel.close();
        throw new StoreUnavailable(
            "the data folder "
                + folder
                + " is in use by process "
                + (holder.isEmpty() ? "(unknown)" : holder)
                + ": stop it, or choose another folder");
      }
      channel.truncate(0);
      String self = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.US_ASCII)));
      return new DataDirectory(folder, channel);
    } catch (IOException failure) {
      throw new StoreUnavailable(
          "the data folder "
              + folder
              + " cannot be used: "
              + failure
              + ". It must be writable and owned by the user Assay runs as",
          failure);
    }
  }

  /** A file in the folder that only its owner may read; created empty where it is missing. */
  Path file(String name) {
    try {
      return ownerOnlyFile(folder, name);
    } catch (IOException failure) {
      throw new StoreUnavailable(
          "cannot create " + name + " in " + folder + ": " + failure, failure);
    }
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException failure) {
      throw new StoreUnavailable("cannot unlock " + folder + ": " + failure, failure);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static Path ownerOnlyFile(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.notExists(file)) {
      if (isPosix(folder)) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_FILE));
      } else {
        Files.createFile(file);
      }
    }
    return file;
  }

  private static boolean isPosix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }
}
