package dev.assay.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.BodyParser;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Digest RELEASE = Digest.of(new byte[] {1});
  private static final Target SMALL = new Target.Configured("up", "small", "eu");
  private static final Target LARGE = new Target.Configured("up", "large", "eu");
  private static final Set<Target> TARGETS = Set.of(SMALL);
  private static final CacheKey.Under UNDER = under(TARGETS);

  private static final ContentRules STRICT =
      ContentRules.OFF.atLeast(ContentRules.Rule.ANSWER_PII, ContentRules.Act.BLOCK);

  /** Each differs in one thing. */
  private static final List<CacheKey.Under> OTHERS =
      List.of(
          new CacheKey.Under(new TenantId("globex"), RELEASE, "r1", TARGETS, ContentRules.OFF, ""),
          new CacheKey.Under(ACME, Digest.of(new byte[] {2}), "r1", TARGETS, ContentRules.OFF, ""),
          new CacheKey.Under(ACME, RELEASE, "r2", TARGETS, ContentRules.OFF, ""),
          new CacheKey.Under(ACME, RELEASE, "r1", Set.of(LARGE), ContentRules.OFF, ""),
          new CacheKey.Under(ACME, RELEASE, "r1", TARGETS, STRICT, ""),
          new CacheKey.Under(ACME, RELEASE, "r1", TARGETS, ContentRules.OFF, "2023-06-01"));

  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

  @Test
  void spellingDoesNotMatterAndEverythingElseDoes() throws Exception {
    Optional<Digest> key = key(ASK.formatted(",\"temperature\":1.0"), Injection.NONE);
    assertThat(key).isPresent();
    assertThat(
            key(
                "{ \"temperature\":1, \"messages\":[{\"content\":\"\\u0048i\",\"role\":\"user\"}],\"model\":\"m\"}",
                Injection.NONE))
        .isEqualTo(key);

    Set<Optional<Digest>> others = new HashSet<>();
    others.add(key);
    others.add(key(ASK.formatted(",\"temperature\":0"), Injection.NONE));
    others.add(key(ASK.formatted(",\"temperature\":1.0,\"stream\":true"), Injection.NONE));
    others.add(key(ASK.formatted(",\"temperature\":1.0"), injection(ArtifactKind.EXAMPLES)));
    for (CacheKey.Under under : OTHERS) {
      others.add(CacheKey.of(under, chat(ASK.formatted(",\"temperature\":1.0")), Injection.NONE));
    }
    assertThat(others).hasSize(4 + OTHERS.size()).allSatisfy(it -> assertThat(it).isPresent());
  }

  @Test
  void theOrderOfTargetsDoesNotMatter() throws Exception {
    ParsedBody body = chat(ASK.formatted(""));
    assertThat(CacheKey.of(under(Set.of(SMALL, LARGE)), body, Injection.NONE))
        .isEqualTo(CacheKey.of(under(Set.of(LARGE, SMALL)), body, Injection.NONE))
        .isNotEqualTo(CacheKey.of(under(Set.of(SMALL)), body, Injection.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]",
        ",\"web_search_options\":{}",
        ",\"seed\":9007199254740993",
        ",\"x\":1e400",
      })
  void whatActsOrCannotBeToldApartIsNeverKept(String more) throws Exception {
    assertThat(key(ASK.formatted(more), Injection.NONE)).isEmpty();
  }

  @Test
  void whatWasAnsweredWithPersonalMemoriesIsNeverKept() throws Exception {
    assertThat(key(ASK.formatted(""), injection(ArtifactKind.MEMORY))).isEmpty();
  }

  @Test
  void aResponseThatAProviderKeepsIsNobodyElses() throws Exception {
    String ask = "{\"model\":\"m\",\"input\":\"Hi\"%s}";
    assertThat(responses(ask.formatted(""))).isEmpty();
    assertThat(responses(ask.formatted(",\"store\":true"))).isEmpty();
    assertThat(responses(ask.formatted(",\"store\":false"))).isPresent();
    assertThat(responses(ask.formatted(",\"store\":false,\"previous_response_id\":\"resp_1\"")))
        .isEmpty();
  }

  private static Optional<Digest> responses(String body) throws Exception {
    return CacheKey.of(UNDER, BodyParser.parse(Endpoint.RESPONSES, bytes(body)), Injection.NONE);
  }

  private static Optional<Digest> key(String body, Injection injection) throws Exception {
    return CacheKey.of(UNDER, chat(body), injection);
  }

  private static ParsedBody chat(String body) throws Exception {
    return BodyParser.parse(Endpoint.CHAT_COMPLETIONS, bytes(body));
  }

  private static CacheKey.Under under(Set<Target> targets) {
    return new CacheKey.Under(ACME, RELEASE, "r1", targets, ContentRules.OFF, "");
  }

  private static Injection injection(ArtifactKind kind) {
    return new Injection("text", 1, List.of(new Injection.Item(RELEASE, kind, "i1")), "pinned");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
