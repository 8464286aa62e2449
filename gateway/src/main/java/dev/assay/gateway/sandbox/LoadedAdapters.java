package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.sandbox.LowRankAdapter;
import dev.assay.policies.canonical.CanonicalJson;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The adapters that are served by name now, as vLLM's dynamic LoRA serving has them. */
final class LoadedAdapters {
  static final String BASE = "assay-sandbox";

  private static final int MAX_LOADED = 64;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}");

  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();
  private final long startedAtSeconds = Instant.now().getEpochSecond();

  private record Loaded(LowRankAdapter adapter, String path, long atSeconds) {}

  synchronized void load(String name, String path, LowRankAdapter adapter) {
    if (!NAME.matcher(name).matches()) {
      throw ApiError.invalid(
          "lora_name", "'lora_name' must be 1 to 128 letters, digits or . _ : @ -");
    }
    if (name.equals(BASE) || loaded.containsKey(name)) {
      throw ApiError.invalid(
          "lora_name", "The lora adapter '" + name + "' has already been loaded");
    }
    if (loaded.size() >= MAX_LOADED) {
      throw ApiError.invalid(
          "lora_name", "at most " + MAX_LOADED + " adapters are loaded at once; unload one first");
    }
    loaded.put(name, new Loaded(adapter, path, Instant.now().getEpochSecond()));
  }

  void unload(String name) {
    if (loaded.remove(name) == null) {
      throw ApiError.absent("lora_name", "The lora adapter '" + name + "'");
    }
  }

  /** The adapter to answer with; null for the base model. */
  @Nullable LowRankAdapter serving(String model) {
    if (model.equals(BASE)) {
      return null;
    }
    Loaded found = loaded.get(model);
    if (found == null) {
      throw ApiError.unknownModel(model);
    }
    return found.adapter();
  }

  ObjectNode list() {
    ObjectNode list = CanonicalJson.MAPPER.createObjectNode();
    list.put("object", "list");
    ArrayNode models = list.putArray("data");
    model(models, BASE, startedAtSeconds).putNull("parent");
    new TreeMap<>(loaded)
        .forEach((name, adapter) ->
            model(models, name, adapter.atSeconds())
                .put("root", adapter.path())
                .put("parent", BASE));
    return list;
  }

  private static ObjectNode model(ArrayNode models, String name, long createdAtSeconds) {
    return models
        .addObject()
        .put("id", name)
        .put("object", "model")
        .put("created", createdAtSeconds)
        .put("owned_by", "assay");
  }
}
