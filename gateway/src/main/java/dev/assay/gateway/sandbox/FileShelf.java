package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uploaded training files and trained adapters, one file each in a folder of the sandbox's own. It
 * forgets what it holds when the process ends, as its jobs do. Blocks: call it off the event loop.
 */
final class FileShelf {
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final int MAX_FILES = 256;

  private final Path folder;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** What is known of a file. */
  record Entry(String id, String name, String purpose, long bytes, long createdAtSeconds) {
    ObjectNode json() {
      return CanonicalJson.MAPPER
          .createObjectNode()
          .put("id", id)
          .put("object", "file")
          .put("bytes", bytes)
          .put("created_at", createdAtSeconds)
          .put("filename", name)
          .put("purpose", purpose)
          .put("status", "processed");
    }
  }

  FileShelf(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  synchronized Entry add(String name, String purpose, byte[] content) throws IOException {
    if (entries.size() >= MAX_FILES) {
      throw ApiError.invalid(
          "file", "at most " + MAX_FILES + " files are kept; delete some by DELETE /v1/files/{id}");
    }
    String id = "file-" + UUID.randomUUID().toString().replace("-", "");
    Files.write(folder.resolve(id), content);
    Entry entry = new Entry(id, name, purpose, content.length, Instant.now().getEpochSecond());
    entries.put(id, entry);
    return entry;
  }

  Entry entry(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw ApiError.absent("id", "The file '" + id + "'");
    }
    return entry;
  }

  byte[] content(String id) throws IOException {
    return Files.readAllBytes(folder.resolve(entry(id).id()));
  }

  synchronized ObjectNode delete(String id) throws IOException {
    Files.deleteIfExists(folder.resolve(entry(id).id()));
    entries.remove(id);
    return CanonicalJson.MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", "file")
        .put("deleted", true);
  }

  ObjectNode list() {
    ObjectNode list = CanonicalJson.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    entries.values().stream()
        .sorted(Comparator.comparingLong(Entry::createdAtSeconds).thenComparing(Entry::id))
        .forEach(entry -> data.add(entry.json()));
    return list.put("has_more", false);
  }

  /** The adapter at a file id, or at a path inside {@code adapters}; nothing outside is read. */
  byte[] adapterAt(String place, Path adapters) throws IOException {
    if (entries.containsKey(place)) {
      return content(place);
    }
    Path inside = adapters.toRealPath();
    try {
      Path asked = inside.resolve(place).toRealPath();
      if (asked.startsWith(inside)
          && Files.isRegularFile(asked)
          && Files.size(asked) <= MAX_BYTES) {
        return Files.readAllBytes(asked);
      }
    } catch (IOException | java.nio.file.InvalidPathException absent) {
      // Answered below in the same words, so that what exists outside cannot be probed.
    }
    throw ApiError.absent(
        "lora_path", "The adapter '" + place + "' (a file id, or a path in the adapters folder)");
  }
}
