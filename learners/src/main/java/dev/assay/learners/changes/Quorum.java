package dev.assay.learners.changes;

import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Whether approvals fill every rule. A rule's count is that many seats; one person fills one seat,
 * whatever roles they hold, so two rules always mean two people. Who sits where is a bipartite
 * matching (Kuhn's augmenting paths): counting greedily could seat the one auditor as the engineer.
 */
final class Quorum {
  private static final int NOBODY = -1;

  private final List<String> seats = new ArrayList<>();
  private final List<Set<String>> voters;

  private Quorum(List<ApprovalRule> rules, List<Set<String>> voters) {
    this.voters = List.copyOf(voters);
    for (ApprovalRule rule : rules) {
      for (int i = 0; i < rule.count(); i++) {
        seats.add(rule.role());
      }
    }
  }

  /**
   * @param rolesOfEach the roles that count, one set for each person who approved
   */
  static boolean isMet(List<ApprovalRule> rules, List<Set<String>> rolesOfEach) {
    return new Quorum(rules, rolesOfEach).fillsEverySeat();
  }

  private boolean fillsEverySeat() {
    int[] seatOf = new int[voters.size()];
    Arrays.fill(seatOf, NOBODY);
    if (seats.size() > voters.size()) {
      return false;
    }
    for (int seat = 0; seat < seats.size(); seat++) {
      if (!isFilled(seat, seatOf, new boolean[voters.size()])) {
        return false;
      }
    }
    return true;
  }

  private boolean isFilled(int seat, int[] seatOf, boolean[] asked) {
    for (int voter = 0; voter < voters.size(); voter++) {
      if (!asked[voter] && voters.get(voter).contains(seats.get(seat))) {
        asked[voter] = true;
        if (seatOf[voter] == NOBODY || isFilled(seatOf[voter], seatOf, asked)) {
          seatOf[voter] = seat;
          return true;
        }
      }
    }
    return false;
  }
}
