package dev.assay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final String TEXT = "sk-live-0123456789abcdef";

  private final ObjectMapper json = new ObjectMapper();

  record Holder(Secret key) {}

  @Test
  void givesItsTextToWhomAsksForIt() {
    assertThat(Secret.of(TEXT).value()).isEqualTo(TEXT);
  }

  @Test
  void neverPrints() {
    assertThat(Secret.of(TEXT)).hasToString("[secret]");
    assertThat(new Holder(Secret.of(TEXT)).toString()).doesNotContain(TEXT);
  }

  @Test
  void isWrittenToJsonAsAMark() throws Exception {
    String written = json.writeValueAsString(List.of(new Holder(Secret.of(TEXT))));

    assertThat(written).isEqualTo("[{\"key\":\"[secret]\"}]");
  }

  @Test
  void cannotBeReadFromJson() {
    assertThatThrownBy(() -> json.readValue("{\"key\":\"" + TEXT + "\"}", Holder.class))
        .isInstanceOf(JsonMappingException.class);
  }

  @Test
  void equalsByItsTextAndHashesToNothingTelling() {
    assertThat(Secret.of(TEXT)).isEqualTo(Secret.of(TEXT)).isNotEqualTo(Secret.of(TEXT + "0"));
    assertThat(Secret.of(TEXT)).hasSameHashCodeAs(Secret.of("another"));
  }
}
