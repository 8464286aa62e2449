package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.CanonicalJson;
import java.util.List;
import java.util.Map;

/** What a freshly loaded adapter is asked, to see whether it answers at all. */
@FunctionalInterface
public interface SmokePrompt {
  /** A chat completion request as a client would send it; see {@code Completions.Call}. */
  byte[] body(Change change, Artifact.Adapter adapter);

  /** A greeting: enough for a model that answers anything. */
  static SmokePrompt greeting() {
    return (change, adapter) ->
        CanonicalJson.bytes(
            Map.of(
                "model", adapter.alias(),
                "messages", List.of(Map.of("role", "user", "content", "Hello")),
                "max_tokens", 16));
  }
}
