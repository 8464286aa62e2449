package dev.assay.learners.credentials;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Credentials in memory by the hash of their secret. Look-up takes no lock. Where the search goes
 * depends on a keyed hash, which nobody without the pepper can steer; what it finds is compared in
 * constant time.
 *
 * @param <T> what a credential stands for
 */
final class MacIndex<T> {
  private record Entry<T>(String macHex, T value) {}

  private final Map<String, Entry<T>> byMac = new ConcurrentHashMap<>();
  private final Map<String, Entry<T>> byId = new ConcurrentHashMap<>();

  Optional<T> find(byte[] presented) {
    String macHex = HexFormat.of().formatHex(presented);
    Entry<T> candidate = byMac.get(macHex);
    if (candidate == null
        || !MessageDigest.isEqual(presented, HexFormat.of().parseHex(candidate.macHex()))) {
      return Optional.empty();
    }
    return Optional.of(candidate.value());
  }

  Optional<T> byId(String id) {
    return Optional.ofNullable(byId.get(id)).map(Entry::value);
  }

  List<T> all() {
    return byId.values().stream().map(Entry::value).toList();
  }

  void put(String id, String macHex, T value) {
    Entry<T> entry = new Entry<>(macHex, value);
    byId.put(id, entry);
    byMac.put(macHex, entry);
  }

  void remove(String id) {
    Entry<T> entry = byId.remove(id);
    if (entry != null) {
      byMac.remove(entry.macHex());
    }
  }
}
