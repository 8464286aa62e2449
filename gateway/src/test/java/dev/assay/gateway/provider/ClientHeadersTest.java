package dev.assay.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
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
                .add("anthropic-beta", "context-1m-2025-08-07"));

    assertThat(headers.anthropicVersion()).contains("2024-01-01");
    assertThat(headers.anthropicBeta()).contains("output-128k-2025-02-19,context-1m-2025-08-07");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "newest", "2024-01-01\tx", "a;b", "a{b}"})
  void whatHasAnotherFormIsLeftOut(String value) {
    assertThat(
            ClientHeaders.of(
                headers("anthropic-version", value).add("anthropic-beta", value + ";")))
        .isEqualTo(ClientHeaders.NONE);
  }

  @Test
  void aListThatIsTooLongIsLeftOut() {
    assertThat(ClientHeaders.of(headers("anthropic-beta", "a".repeat(1_025))))
        .isEqualTo(ClientHeaders.NONE);
  }

  private static MultiMap headers(String name, String value) {
    return MultiMap.caseInsensitiveMultiMap().add(name, value);
  }
}
