package dev.assay.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.Provider;
import dev.assay.config.Secret;
import dev.assay.policies.judge.Endpoint;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WiresTest {
  @Test
  void aKindSpeaksWhatItIsKnownFor() {
    assertThat(spoken(provider(Provider.Kind.OPENAI)))
        .containsExactlyInAnyOrder(
            Endpoint.CHAT_COMPLETIONS,
            Endpoint.RESPONSES,
            Endpoint.COMPLETIONS,
            Endpoint.EMBEDDINGS);
    assertThat(spoken(provider(Provider.Kind.OPENAI_COMPATIBLE)))
        .containsExactlyInAnyOrder(
            Endpoint.CHAT_COMPLETIONS, Endpoint.COMPLETIONS, Endpoint.EMBEDDINGS);
    assertThat(spoken(provider(Provider.Kind.ANTHROPIC)))
        .containsExactlyInAnyOrder(Endpoint.MESSAGES, Endpoint.COUNT_TOKENS);
  }

  @Test
  void everyEndpointCanBeNamedInAConfiguration() {
    List<String> words = Arrays.stream(Endpoint.values()).map(Endpoint::word).toList();
    Provider all =
        provider(Provider.Kind.OPENAI_COMPATIBLE)
            .withApi(new Provider.Api(words, Optional.empty(), Map.of(), false));

    assertThat(spoken(all)).isEqualTo(EnumSet.allOf(Endpoint.class));
  }

  @Test
  void whatIsNamedIsAllThatIsSpoken() {
    Provider vllm =
        provider(Provider.Kind.OPENAI_COMPATIBLE)
            .withApi(
                new Provider.Api(
                    List.of("responses", "messages"),
                    Optional.empty(),
                    Map.of("x-team", Secret.of("search")),
                    false));

    assertThat(spoken(vllm)).containsExactlyInAnyOrder(Endpoint.RESPONSES, Endpoint.MESSAGES);
  }

  private static Set<Endpoint> spoken(Provider provider) {
    Wires wires = new Wires(provider, new DialectInterpreter());
    return Arrays.stream(Endpoint.values())
        .filter(wires::speaks)
        .peek(it -> assertThat(wires.serves(it)).isTrue())
        .collect(Collectors.toSet());
  }

  private static Provider provider(Provider.Kind kind) {
    return Provider.at("p", kind, URI.create("http://127.0.0.1:1/v1"));
  }
}
