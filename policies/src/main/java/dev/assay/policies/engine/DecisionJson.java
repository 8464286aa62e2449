package dev.assay.policies.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;

/** Facts as a rule's input, and a rule's result as a decision or as nothing at all. */
final class DecisionJson {
  /** Larger facts are refused: evaluating them would hold up the thread that asks. */
  static final int MAX_INPUT_CHARS = 64 * 1024;

  /** Reads results: whatever is not exactly the record is an error, never a default. */
  private static final ObjectMapper STRICT =
      ((JsonMapper) CanonicalJson.MAPPER)
          .rebuild()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private DecisionJson() {}

  /** The facts as JSON. Throws {@link PolicyUnavailable} when they are too large to be judged. */
  static String input(Facts<?> facts) {
    String json;
    try {
      json = CanonicalJson.MAPPER.writeValueAsString(facts);
    } catch (JsonProcessingException unwritable) {
      throw new PolicyUnavailable("The facts cannot be written as JSON.", unwritable);
    }
    if (json.length() > MAX_INPUT_CHARS) {
      throw new PolicyUnavailable(
          "The facts are larger than %d characters; send fewer fields and headers."
              .formatted(MAX_INPUT_CHARS));
    }
    return json;
  }

  /** The facts as a tree, for a client that writes its own JSON. */
  static JsonNode inputTree(Facts<?> facts) {
    return tree(input(facts));
  }

  /** The only element of the {@code [{"result": …}]} that a compiled policy answers with. */
  static JsonNode soleResult(String results) {
    JsonNode all = tree(results);
    JsonNode result = all.path(0).get("result");
    if (all.size() != 1 || result == null) {
      throw new PolicyUnavailable("The policy gave no single result.");
    }
    return result;
  }

  /** A result read as that type, complete and without anything more. */
  static <T> T read(JsonNode result, Class<T> type) {
    try {
      return STRICT.treeToValue(result, type);
    } catch (JsonProcessingException otherwise) {
      throw new PolicyUnavailable(
          "The policy answered with something else than " + type.getSimpleName() + ".", otherwise);
    }
  }

  /** The decision these facts led to. Throws {@link PolicyUnavailable} for anything else. */
  static <D extends Decision> D decision(Facts<D> facts, JsonNode result) {
    D decision = read(result, EntryPoint.of(facts).type());
    if (!decision.policyRevision().equals(facts.policyRevision())) {
      throw new PolicyUnavailable("The decision is of another policy revision than was asked.");
    }
    boolean consistent =
        switch (decision) {
          case Decision.OfRequest request -> isConsistent(request, (RequestFacts) (Facts<?>) facts);
          case Decision.OfFeedback feedback -> feedback.admit() == feedback.reasons().isEmpty();
          case Decision.OfChange change ->
              change.outcome() instanceof Decision.Outcome.Reject || change.reasons().isEmpty();
        };
    if (!consistent) {
      throw new PolicyUnavailable("The decision contradicts itself or names unknown targets.");
    }
    return decision;
  }

  private static boolean isConsistent(Decision.OfRequest decision, RequestFacts facts) {
    return decision.allow() == decision.reasons().isEmpty()
        && decision.allow() != decision.targets().isEmpty()
        && decision.targets().stream().allMatch(at -> at >= 0 && at < facts.targets().size());
  }

  private static JsonNode tree(String json) {
    try {
      return CanonicalJson.MAPPER.readTree(json);
    } catch (JsonProcessingException otherwise) {
      throw new PolicyUnavailable("The policy answered with something else than JSON.", otherwise);
    }
  }
}
