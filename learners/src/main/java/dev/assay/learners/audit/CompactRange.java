package dev.assay.learners.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The right edge of a Merkle tree (RFC 6962, section 2.1): the roots of the perfect subtrees that
 * the leaves so far form, largest first, one for each 1 in the binary form of their count. It is
 * all that is needed to append a leaf and to name the root, both in O(log n).
 *
 * @param size leaves so far
 * @param peaks the subtrees' roots, largest subtree first; 32 bytes each
 */
record CompactRange(long size, List<byte[]> peaks) {
  static final CompactRange EMPTY = new CompactRange(0, List.of());

  private static final int HASH_DIGITS = 64;
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  CompactRange {
    if (Long.bitCount(size) != peaks.size()) {
      throw new IllegalArgumentException("a range of " + size + " leaves has other peaks");
    }
    peaks = List.copyOf(peaks);
  }

  /** SHA-256(0x00 || entry). */
  static byte[] leafHash(byte[] entry) {
    MessageDigest sha256 = sha256();
    sha256.update(LEAF);
    return sha256.digest(entry);
  }

  /** SHA-256(0x01 || left || right). */
  static byte[] nodeHash(byte[] left, byte[] right) {
    MessageDigest sha256 = sha256();
    sha256.update(NODE);
    sha256.update(left);
    return sha256.digest(right);
  }

  CompactRange append(byte[] leafHash) {
    List<byte[]> edge = new ArrayList<>(peaks);
    byte[] carried = leafHash;
    // As in adding 1 to a binary number: every trailing 1 is a subtree of equal size to merge with.
    for (int merges = Long.numberOfTrailingZeros(~size); merges > 0; merges--) {
      carried = nodeHash(edge.removeLast(), carried);
    }
    edge.add(carried);
    return new CompactRange(size + 1, edge);
  }

  /** The tree's head; of no leaves, the hash of nothing. */
  byte[] root() {
    if (peaks.isEmpty()) {
      return sha256().digest();
    }
    List<byte[]> smallestFirst = new ArrayList<>(peaks);
    Collections.reverse(smallestFirst);
    byte[] root = smallestFirst.getFirst();
    for (byte[] peak : smallestFirst.subList(1, smallestFirst.size())) {
      root = nodeHash(peak, root);
    }
    return root;
  }

  /** The peaks in hex, one after the other, for storing. */
  String packed() {
    return peaks.stream().map(HexFormat.of()::formatHex).collect(Collectors.joining());
  }

  static CompactRange unpack(long size, String packed) {
    List<byte[]> peaks = new ArrayList<>();
    for (int from = 0; from < packed.length(); from += HASH_DIGITS) {
      peaks.add(HexFormat.of().parseHex(packed, from, from + HASH_DIGITS));
    }
    return new CompactRange(size, peaks);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform supplies SHA-256", missing);
    }
  }
}
