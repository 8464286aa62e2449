package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.tenant.ArtifactKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas the rules are checked against describe the records the rules are given. */
class SchemasTest {

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of("request", Samples.withTarget(Samples.ADAPTER)),
        Arguments.of("feedback", Samples.feedback(0)),
        Arguments.of("change", Samples.change(ArtifactKind.ADAPTER, true)));
  }

  @ParameterizedTest
  @MethodSource("records")
  void nameTheSameFieldsWithTheSameTypes(String schema, Facts<?> facts) throws IOException {
    JsonNode described =
        CanonicalJson.MAPPER.readTree(Path.of("rego/schemas", schema + ".json").toFile());
    compare("", described, CanonicalJson.MAPPER.valueToTree(facts));
  }

  private static void compare(String at, JsonNode schema, JsonNode value) {
    String type = schema.path("type").asText();
    assertThat(type).as(at).isIn(types(value));
    if (schema.has("properties")) {
      TreeSet<String> described = new TreeSet<>();
      schema.path("properties").fieldNames().forEachRemaining(described::add);
      TreeSet<String> given = new TreeSet<>();
      value.fieldNames().forEachRemaining(given::add);
      assertThat(described).as(at).isEqualTo(given);
      for (String name : given) {
        compare(at + "/" + name, schema.path("properties").path(name), value.path(name));
      }
    } else if (value.isObject()) {
      value.forEach(each -> compare(at + "/*", schema.path("additionalProperties"), each));
    } else if (value.isArray()) {
      value.forEach(each -> compare(at + "/[]", schema.path("items"), each));
    }
  }

  private static Set<String> types(JsonNode value) {
    Set<String> types = new TreeSet<>();
    types.add(value.getNodeType().name().toLowerCase(Locale.ROOT));
    if (value.isIntegralNumber()) {
      types.add("integer");
    }
    return types;
  }
}
