package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.ChangeFacts;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.tenant.ArtifactKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Takes each fact in turn out of facts that pass, and sees that nothing passes any more. */
class FailClosedTest {
  private static WasmInstance rules;

  @BeforeAll
  static void load() {
    rules = new WasmInstance(new CompiledRules(BaseRules.shipped().wasm()));
  }

  @TestFactory
  Stream<DynamicTest> requestToAConfiguredTarget() {
    return eachFact(Samples.request(), FailClosedTest::allows);
  }

  @TestFactory
  Stream<DynamicTest> requestToAnAdapter() {
    return eachFact(Samples.withTarget(Samples.ADAPTER), FailClosedTest::allows);
  }

  @TestFactory
  Stream<DynamicTest> feedback() {
    return eachFact(Samples.feedback(0), decision -> decision.path("admit").asBoolean());
  }

  @TestFactory
  Stream<DynamicTest> change() {
    return eachFact(
        Samples.change(ArtifactKind.EXAMPLES, true),
        decision -> !decision.at("/outcome/kind").asText().equals("reject"));
  }

  private static boolean allows(JsonNode decision) {
    return decision.path("allow").asBoolean();
  }

  private static Stream<DynamicTest> eachFact(Facts<?> facts, Predicate<JsonNode> passes) {
    JsonNode whole = CanonicalJson.MAPPER.valueToTree(facts);
    String rule = EntryPoint.of(facts).path();
    assertThat(passes).accepts(judge(rule, whole));
    List<JsonPointer> pointers = new ArrayList<>();
    collect(whole, JsonPointer.empty(), pointers);
    return pointers.stream()
        .filter(pointer -> isNeeded(pointer, facts))
        .map(pointer ->
            DynamicTest.dynamicTest(
                pointer.toString(),
                () -> {
                  for (JsonNode wrong : wrongValues(whole, pointer)) {
                    JsonNode decision = judge(rule, wrong);
                    assertThat(passes).rejects(decision);
                    assertThat(decision.path("reasons")).isNotEmpty();
                  }
                }));
  }

  /** A decision needs its own sections of the policy; the others are no facts of it. */
  private static boolean isNeeded(JsonPointer pointer, Facts<?> facts) {
    List<String> sections =
        switch (facts) {
          case RequestFacts request ->
              List.of("models", "residency", "content", "limits", "injection");
          case FeedbackFacts feedback -> List.of("feedback");
          case ChangeFacts change -> List.of("envelope");
        };
    String path = pointer.toString();
    return !path.startsWith("/policy/")
        || path.equals("/policy/tenant")
        || (sections.stream().anyMatch(section -> path.startsWith("/policy/" + section))
            && !path.equals("/policy/envelope/kinds/adapter")); // a kind the change is not of
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> found) {
    node.properties()
        .forEach(field -> {
          JsonPointer below = at.appendProperty(field.getKey());
          found.add(below);
          collect(field.getValue(), below, found);
        });
    if (at.toString().equals("/targets")) {
      collect(node.get(0), at.appendIndex(0), found);
    }
  }

  /** Without it, with null, and with another type in its place. */
  private static List<JsonNode> wrongValues(JsonNode whole, JsonPointer pointer) {
    List<JsonNode> all = new ArrayList<>();
    ObjectNode absent = whole.deepCopy();
    parent(absent, pointer).remove(pointer.last().getMatchingProperty());
    ObjectNode empty = whole.deepCopy();
    parent(empty, pointer).putNull(pointer.last().getMatchingProperty());
    ObjectNode other = whole.deepCopy();
    if (whole.at(pointer).isTextual()) {
      parent(other, pointer).put(pointer.last().getMatchingProperty(), 7);
    } else {
      parent(other, pointer).put(pointer.last().getMatchingProperty(), "seven");
    }
    all.add(absent);
    all.add(empty);
    all.add(other);
    return all;
  }

  private static ObjectNode parent(JsonNode root, JsonPointer pointer) {
    return (ObjectNode) root.at(pointer.head());
  }

  private static JsonNode judge(String rule, JsonNode facts) {
    return DecisionJson.soleResult(rules.evaluate(rule, facts.toString()));
  }
}
