package dev.assay.learners.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeStateTest {
  private static final Digest SOME = Digest.of(new byte[] {1});
  private static final Grounds GROUNDS = new Grounds(SOME, SOME, SOME, "policy-1");

  static Stream<ChangeState> everyState() {
    return Stream.of(
        new ChangeState.Proposed(),
        new ChangeState.Stale("the live release moved", 1),
        new ChangeState.Evaluated(SOME, SOME, 0),
        new ChangeState.AwaitingApproval(
            GROUNDS, List.of(new ApprovalRule("risk", 1)), Decision.Stage.CANARY, 0),
        new ChangeState.Approved(GROUNDS, List.of(), Decision.Stage.LIVE, 0),
        new ChangeState.Canary(GROUNDS, 4),
        new ChangeState.Live(GROUNDS, 4),
        new ChangeState.Quarantined(SOME),
        new ChangeState.Held("no policy"),
        new ChangeState.Rejected(
            SOME, "policy-1", List.of(new Decision.Reason("forgets", "It forgets."))),
        new ChangeState.Refused(GROUNDS, "person:p", "no"),
        new ChangeState.RolledBack(4, "errors"),
        new ChangeState.Superseded(4, "release 5"));
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void aStoredStateIsReadBackAsItWas(ChangeState state) throws JsonProcessingException {
    String json = new String(CanonicalJson.bytes(state), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(CanonicalJson.MAPPER.readValue(json, ChangeState.class)).isEqualTo(state);
    assertThat(CanonicalJson.MAPPER.readTree(json).get("state").asText()).isEqualTo(state.word());
  }

  @Test
  void theOnlyWaysOnAreThese() {
    assertThat(waysOnOf(ChangeState.Proposed.class))
        .containsExactly("Evaluated", "Held", "Quarantined");
    assertThat(waysOnOf(ChangeState.Stale.class))
        .containsExactly("Evaluated", "Held", "Quarantined");
    assertThat(waysOnOf(ChangeState.Evaluated.class))
        .containsExactly("Approved", "AwaitingApproval", "Held", "Rejected", "Stale");
    assertThat(waysOnOf(ChangeState.AwaitingApproval.class))
        .containsExactly("Approved", "Refused", "Stale");
    assertThat(waysOnOf(ChangeState.Approved.class))
        .containsExactly("Canary", "Held", "Live", "Stale");
    assertThat(waysOnOf(ChangeState.Canary.class))
        .containsExactly("Live", "RolledBack", "Superseded");
    assertThat(waysOnOf(ChangeState.Live.class)).containsExactly("RolledBack", "Superseded");
    for (Class<?> end :
        List.of(
            ChangeState.Quarantined.class,
            ChangeState.Held.class,
            ChangeState.Rejected.class,
            ChangeState.Refused.class,
            ChangeState.RolledBack.class,
            ChangeState.Superseded.class)) {
      assertThat(waysOnOf(end)).isEmpty();
    }
  }

  private static Set<String> waysOnOf(Class<?> state) {
    return Stream.concat(
            Arrays.stream(state.getDeclaredMethods()), Arrays.stream(state.getMethods()))
        .map(Method::getReturnType)
        .filter(type -> type != ChangeState.class && ChangeState.class.isAssignableFrom(type))
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
