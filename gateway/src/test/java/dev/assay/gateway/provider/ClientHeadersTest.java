package dev.assay.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHeadersTest {
  @Test
  void whatAnthropicsClientsSayOfTheirApiGoesOn() {
    ClientHeaders headers =
        ClientHeaders.of(
            headers("anthropic-version", "2024-01-01")
                .add("anthropic-beta", "output-128k-2025-02-19")
                .add("anthropic-beta", "context-1m-2025-08-07"),
            Optional.empty());

    assertThat(headers.anthropicVersion()).contains("2024-01-01");
    assertThat(headers.anthropicBeta()).contains("output-128k-2025-02-19,context-1m-2025-08-07");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "newest", "2024-01-01\tx", "a;b", "a{b}"})
  void whatHasAnotherFormIsLeftOut(String value) {
    assertThat(
            ClientHeaders.of(
                headers("anthropic-version", value).add("anthropic-beta", value + ";"),
                Optional.of("a=" + value)))
        .isEqualTo(ClientHeaders.NONE);
  }

  @Test
  void aListThatIsTooLongIsLeftOut() {
    assertThat(ClientHeaders.of(headers("anthropic-beta", "a".repeat(1_025)), Optional.empty()))
        .isEqualTo(ClientHeaders.NONE);
  }

  @Test
  void ofAQueryOnlyTheWishForABetaGoesOn() {
    assertThat(ClientHeaders.of(headers("x", "y"), Optional.of("a=1&beta=true")).betaQuery())
        .isTrue();
    assertThat(ClientHeaders.of(headers("x", "y"), Optional.of("beta=trueish")).betaQuery())
        .isFalse();
    assertThat(
            ClientHeaders.of(headers("openai-beta", "assistants=v2"), Optional.empty())
                .openaiBeta())
        .contains("assistants=v2");
  }

  private static MultiMap headers(String name, String value) {
    return MultiMap.caseInsensitiveMultiMap().add(name, value);
  }
}
