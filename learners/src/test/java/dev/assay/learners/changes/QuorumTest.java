package dev.assay.learners.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumTest {
  private static final List<ApprovalRule> OWNER_AND_RISK =
      List.of(new ApprovalRule("owner", 1), new ApprovalRule("risk", 1));

  @Test
  void onePersonFillsOneSeat() {
    assertThat(Quorum.isMet(OWNER_AND_RISK, List.of(Set.of("owner", "risk")))).isFalse();
    assertThat(Quorum.isMet(OWNER_AND_RISK, List.of(Set.of("owner"), Set.of("owner")))).isFalse();
    assertThat(Quorum.isMet(OWNER_AND_RISK, List.of(Set.of("owner"), Set.of("risk")))).isTrue();
  }

  @Test
  void peopleMoveSeatsWhenThatFillsThemAll() {
    assertThat(Quorum.isMet(OWNER_AND_RISK, List.of(Set.of("owner", "risk"), Set.of("owner"))))
        .isTrue();
    assertThat(
            Quorum.isMet(
                List.of(new ApprovalRule("a", 2), new ApprovalRule("b", 1)),
                List.of(Set.of("a", "b"), Set.of("a"), Set.of("a"))))
        .isTrue();
  }

  @Test
  void aCountIsOfDifferentPeople() {
    List<ApprovalRule> two = List.of(new ApprovalRule("risk", 2));

    assertThat(Quorum.isMet(two, List.of(Set.of("risk")))).isFalse();
    assertThat(Quorum.isMet(two, List.of(Set.of("risk"), Set.of()))).isFalse();
    assertThat(Quorum.isMet(two, List.of(Set.of("risk"), Set.of("risk")))).isTrue();
  }
}
