package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.Surface;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever comes in is read or refused; what is sent is JSON in which only the model changed. */
class BodyParserProperties {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TenantId TENANT = new TenantId("acme");
  private static final Target TARGET = new Target.Configured("p", "real", "any");
  private static final Injection LEARNED =
      new Injection(
          "learned \"text\"\n",
          5,
          List.of(new Injection.Item(Digest.of(new byte[] {1}), ArtifactKind.EXAMPLES, "e1")),
          "pinned");

  /** Bodies with everything in them that the parsers look at. */
  private static final List<String> BODIES =
      List.of(
          "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":false},\"n\":2,\"max_tokens\":5,"
              + "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\","
              + "\"text\":\"\\u00e9\\ud83d\\ude00\"}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"r\"}],"
              + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}],\"user\":\"u\"}",
          "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"q\"},{\"type\":\"item_reference\",\"id\":\"msg_1\"}],"
              + "\"instructions\":\"i\",\"previous_response_id\":\"resp_1\",\"conversation\":{\"id\":\"conv_1\"},"
              + "\"tools\":[{\"type\":\"file_search\",\"vector_store_ids\":[\"vs_1\"]}],\"max_output_tokens\":9}",
          "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"stream\":true,\"stream_options\":null,\"suffix\":\"x\"}",
          "{\"model\":\"m\",\"max_tokens\":4,\"system\":[{\"type\":\"text\",\"text\":\"s\"}],\"metadata\":{\"user_id\":\"u\"},"
              + "\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"tools\":[{\"name\":\"f\",\"input_schema\":{}}]}",
          "{\"model\":\"m\",\"input\":[\"a\",[1,2]],\"encoding_format\":\"base64\",\"input_file_id\":\"file-1\"}");

  @Property(tries = 20_000)
  void aBodyWithAnythingChangedIsReadOrRefusedAndNothingElse(
      @ForAll long seed, @ForAll Endpoint endpoint) {
    Random random = new Random(seed);
    byte[] body = mutated(random);
    try {
      assertThat(BodyParser.parse(endpoint, body).raw()).isSameAs(body);
    } catch (Malformed refused) {
      assertThat(refused.getMessage()).isNotBlank();
      assertThat(refused.field()).isNotBlank();
    }
    try {
      OpaqueParser.parse(
          Surface.FILES,
          Account.SHARED,
          "POST",
          "/files",
          Optional.empty(),
          Optional.empty(),
          body,
          false);
    } catch (Malformed refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 2_000)
  void whatIsSentDiffersInTheModelAndTheLearnedTextAlone(
      @ForAll long seed, @ForAll Endpoint endpoint) throws Exception {
    Random random = new Random(seed);
    byte[] body = mutated(random);
    ParsedBody parsed;
    try {
      parsed = BodyParser.parse(endpoint, body);
    } catch (Malformed refused) {
      return;
    }
    ObjectNode asked = (ObjectNode) JSON.readTree(body);
    ObjectNode plain =
        (ObjectNode)
            JSON.readTree(
                Outbound.of(parsed, TENANT, Injection.NONE, TARGET, OptionalInt.empty()).body());
    JsonNode injected =
        JSON.readTree(Outbound.of(parsed, TENANT, LEARNED, TARGET, OptionalInt.empty()).body());
    assertThat(plain.path("model").asText()).isEqualTo("real");
    assertThat(injected.toString().contains("learned")).isEqualTo(parsed.takesLearnedText());
    asked.remove(List.of("model", "stream_options"));
    plain.remove(List.of("model", "stream_options"));
    assertThat(plain).isEqualTo(asked);
  }

  private static byte[] mutated(Random random) {
    byte[] body =
        BODIES.get(random.nextInt(BODIES.size())).getBytes(StandardCharsets.UTF_8).clone();
    int edits = random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(body.length);
      body[at] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) "\"{}[]:,\\0 nulltrue".charAt(random.nextInt(18));
    }
    return body;
  }
}
