package dev.assay.policies.engine;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Reads an OPA bundle: a gzipped tar (POSIX.1-1988 ustar: 512-byte headers, sizes in octal). */
final class Bundle {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int MAX_WASM_BYTES = 16 * 1024 * 1024;

  private Bundle() {}

  /** The compiled policy of this bundle. */
  static byte[] policyWasm(byte[] gzipped) throws IOException {
    try (DataInputStream tar =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(gzipped)))) {
      byte[] header = new byte[BLOCK];
      while (true) {
        tar.readFully(header);
        String name = text(header, 0, NAME_BYTES);
        if (name.isEmpty()) {
          throw new IOException("the bundle has no policy.wasm");
        }
        int size = Integer.parseInt(text(header, SIZE_OFFSET, SIZE_DIGITS).strip(), 8);
        if (size > MAX_WASM_BYTES) {
          throw new IOException("the bundle's " + name + " is larger than 16 MiB");
        }
        byte[] content = new byte[size];
        tar.readFully(content);
        if (name.equals("/policy.wasm")) {
          return content;
        }
        tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      }
    } catch (EOFException | NumberFormatException broken) {
      throw new IOException("the bundle is not a tar archive with a policy.wasm", broken);
    }
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.US_ASCII);
  }
}
