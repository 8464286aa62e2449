package dev.assay.learners.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.WeightFiles;
import dev.assay.learners.serving.AdapterLoader;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Target;

/**
 * Loads adapters by vLLM's dynamic serving: {@code /v1/load_lora_adapter}, {@code
 * /v1/unload_lora_adapter}, {@code /v1/models}. The weights are delivered through the provider's
 * own {@code /v1/files}, read back, and compared by digest before they are loaded; the file's id is
 * the {@code lora_path}.
 */
public final class VllmRuntime implements AdapterLoader, AutoCloseable {
  private static final String PURPOSE = "fine-tune";
  private static final int MAX_WEIGHT_BYTES = 64 * 1024 * 1024;

  private final ProviderEndpoint endpoint;
  private final ProviderHttp http;
  private final WeightFiles weights;

  public VllmRuntime(ProviderEndpoint endpoint, WeightFiles weights) {
    this.endpoint = endpoint;
    this.http = new ProviderHttp(endpoint);
    this.weights = weights;
  }

  @Override
  public Target.Adapter load(Artifact.Adapter adapter) {
    try {
      if (!isLoaded(adapter.runtimeName())) {
        deliver(adapter);
      }
      return new Target.Adapter(
          endpoint.provider(), adapter.runtimeName(), endpoint.region(), adapter.digest());
    } catch (ProviderProblem | WeightFiles.WeightsUnavailable problem) {
      throw new AdapterNotLoaded(
          "adapter " + adapter.digest().brief() + " is not loaded: " + problem.getMessage(),
          problem);
    }
  }

  @Override
  public void unload(Artifact.Adapter adapter) {
    try {
      if (isLoaded(adapter.runtimeName())) {
        http.post("/unload_lora_adapter", named(adapter));
      }
    } catch (ProviderProblem problem) {
      throw new AdapterNotLoaded(
          "adapter " + adapter.digest().brief() + " is not unloaded: " + problem.getMessage(),
          problem);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private boolean isLoaded(String name) {
    for (JsonNode model : http.get("/models").path("data")) {
      if (name.equals(model.path("id").asText())) {
        return true;
      }
    }
    return false;
  }

  private void deliver(Artifact.Adapter adapter) {
    if (adapter.files().size() != 1) {
      throw ProviderProblem.refused(
          "this runtime takes adapters of one file, not " + adapter.files().size());
    }
    Digest digest = adapter.files().getFirst().digest();
    String name = adapter.runtimeName() + ".weights";
    JsonNode uploaded = http.postFile("/files", PURPOSE, name, weights.read(digest));
    String file = uploaded.path("id").asText("");
    if (!file.matches("[A-Za-z0-9._:-]{1,128}")) {
      throw ProviderProblem.refused("the runtime gave the uploaded weights no usable id");
    }
    byte[] kept = http.bytes("/files/" + file + "/content", MAX_WEIGHT_BYTES);
    if (!Digest.of(kept).equals(digest)) {
      throw ProviderProblem.refused("the runtime holds other weights than it was sent");
    }
    http.post("/load_lora_adapter", named(adapter).put("lora_path", file));
    if (!isLoaded(adapter.runtimeName())) {
      throw ProviderProblem.refused("the runtime accepted the adapter but does not list it");
    }
  }

  private static ObjectNode named(Artifact.Adapter adapter) {
    return CanonicalJson.MAPPER.createObjectNode().put("lora_name", adapter.runtimeName());
  }
}
