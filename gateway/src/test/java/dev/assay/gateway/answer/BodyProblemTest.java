package dev.assay.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyProblemTest {
  private static final ObjectReader READER =
      CanonicalJson.MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** One field of each type that bodies have. */
  record Sent(String name, Set<String> roles, int to, boolean on, double share, Artifact artifact) {
    Sent {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a name is 1 to 40 characters");
      }
    }
  }

  private static final String REST = ",'roles':[],'to':0,'on':true,'share':0.5,'artifact':";
  private static final String PINNED = "{'kind':'examples','selection':'pinned','examples':[]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {'name':'x','plan':1 REST PINNED}      | plan        | 'plan' is not known here; known are artifact, name, on, roles, share, to.
          {'name':null REST PINNED}              | name        | 'name' is null; it must be text.
          {'name':{} REST PINNED}                | name        | 'name' is an object; it must be text.
          {'name':'' REST PINNED}                | body        | The body is wrong: a name is 1 to 40 characters.
          {'name':'x','to':0,'on':true,'share':0.5,'artifact': PINNED} | roles       | 'roles' is missing; it must be a list.
          {'name':'x','roles':'owner'}           | roles       | 'roles' is 'owner'; it must be a list.
          {'name':'x','roles':[{}]}              | roles[0]    | 'roles[0]' is an object; it must be text.
          {'name':'x','to':'soon'}               | to          | 'to' is 'soon'; it must be a whole number.
          {'name':'x','on':'yes'}                | on          | 'on' is 'yes'; it must be true or false.
          {'name':'x','share':[]}                | share       | 'share' is a list; it must be a number.
          {'name':'x' REST 'none'}               | artifact    | 'artifact' is 'none'; it must be an object.
          {'name':'x' REST {}}                   | artifact.kind | 'artifact.kind' is missing; it must be one of examples, adapter.
          {'name':'x' REST {'kind':'poem'}}      | artifact.kind | 'artifact.kind' is 'poem'; it must be one of examples, adapter.
          {'name':'x' REST {'kind':'examples','selection':'random','examples':[]}} | artifact.selection | 'artifact.selection' is 'random'; it must be one of similar, pinned.
          {'name':'x' REST {'kind':'examples','selection':'pinned','examples':[],'colour':1}} | artifact.colour | 'artifact.colour' is not known here; known are examples, selection.
          {'name':'x' REST {'kind':'examples','selection':'pinned'}} | artifact.examples | 'artifact.examples' is missing; it must be a list.
          {'name':'x' REST {'kind':'examples','selection':'pinned','examples':[{'id':'a','input':'b','sources':[]}]}} | artifact.examples[0].output | 'artifact.examples[0].output' is missing; it must be text.
          {'name':'x' REST {'kind':'examples','selection':'pinned','examples':[1]}} | artifact.examples[0] | 'artifact.examples[0]' is 1; it must be an object.
          not json                               | body        | The body is no JSON object: line 1, column 1 can't be read.
          {'name':'x','name':'y'}                | body        | The body is no JSON object: line 1, column 19 has 'name' again.
          {'name':'x' REST {'kind':'examples','examples':[{'id':'a','id':'b'}]}} | body | The body is no JSON object: line 1, column 109 has 'id' again.
          {'name':'x'                            | body        | The body is no JSON object: line 1, column 12 can't be read.
          []                                     | body        | The body must be one JSON object, and is a list.
          'text'                                 | body        | The body must be one JSON object, and is 'text'.
          """)
  void theFieldWhatWasFoundAndWhatIsAllowedAreNamed(String body, String field, String message) {
    byte[] bytes =
        body.replace(" REST ", REST)
            .replace("PINNED", PINNED)
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    JsonProcessingException thrown =
        catchThrowableOfType(
            JsonProcessingException.class, () -> READER.readValue(bytes, Sent.class));

    assertThat(BodyProblem.of(thrown, bytes)).isEqualTo(new BodyProblem(message, field));
  }

  @ParameterizedTest
  @CsvSource({"to", "on", "share"})
  void aNumberOrABooleanThatIsMissingIsNamed(String missing) {
    byte[] bytes =
        ("{'name':'x'" + REST + PINNED + "}")
            .replaceAll(",'" + missing + "':[^,]*", "")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    JsonProcessingException thrown =
        catchThrowableOfType(
            JsonProcessingException.class, () -> READER.readValue(bytes, Sent.class));

    assertThat(BodyProblem.of(thrown, bytes).message()).startsWith("'" + missing + "' is missing");
  }
}
