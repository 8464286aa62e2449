package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.tenant.Surface;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request that passes through may name models, and where it may not. */
class NamedModelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model=x",
        "%6dodel=x",
        "Model=x",
        "a=1;model=x",
        "a=1&MODEL",
        "model%5B%5D=x",
        "%256dodel=x",
        "%2525252525256dodel=x",
        "anything%2525252525252541=x",
        "model.x=y",
        "[model]=x",
      })
  void aModelIsNotNamedInAQuery(String query) throws Exception {
    assertThatThrownBy(() -> asked("GET", "/files", query))
        .isInstanceOfSatisfying(
            Malformed.class, refused -> assertThat(refused.field()).isEqualTo("query"));
    asked("GET", "/files", "models=x&a=model&x%zz=%&model_x=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":[\"m\"]}",
        "{\"model\":{\"id\":\"m\"}}",
        "{\"model\":7}",
        "{\"Model\":\"m\"}",
        "{\"model\":\"m\",\"MODEL\":\"n\"}",
      })
  void aModelIsOneNameInOneField(String json) throws Exception {
    assertThatThrownBy(() -> Passing.parse("POST", "/batches", json))
        .isInstanceOfSatisfying(
            Malformed.class, refused -> assertThat(refused.field()).isEqualTo("model"));
    assertThat(Passing.parse("POST", "/batches", "{\"model\":null}").model()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EVALS       | /evals                        | {'testing_criteria':[{'model':'a'}]} | a",
        "EVALS       | /evals                        | {'x':{'Model':'a','y':{'model':'a'}}} | a",
        "FINE_TUNING | /fine_tuning/alpha/graders/run | {'grader':{'model':'a'}}             | a",
        "FINE_TUNING | /fine_tuning/jobs             | {'method':{'grader':{'model':'a'}}}  | ",
        "BATCHES     | /batches                      | {'x':{'model':'a'}}                  | ",
        "EVALS       | /evals                        | {'metadata':{'model':'a'}}           | ",
        "EVALS       | /evals                        | {'x':{'item':{'model':'a'}}}         | ",
        "EVALS       | /evals                        | {'item_schema':{'properties':{'model':{'type':'a'}}}} | ",
        "EVALS       | /evals                        | {'model':'a'}                        | ",
      })
  void modelsNamedWithinAreKnownButOfBatchesAndJobs(
      Surface surface, String path, String json, String within) throws Exception {
    String body = json.replace('\'', '"');
    assertThat(Passing.of(surface, "POST", path, "application/json", body, false).modelsWithin())
        .isEqualTo(Optional.ofNullable(within).stream().toList());
  }

  private static OpaqueBody asked(String method, String path, String query) throws Malformed {
    return OpaqueParser.parse(
        Surface.FILES,
        Account.SHARED,
        method,
        path,
        Optional.of(query),
        Optional.empty(),
        new byte[0],
        false);
  }
}
