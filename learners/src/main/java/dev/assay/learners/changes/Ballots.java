package dev.assay.learners.changes;

import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Counts approvals. A role counts if the person held it when voting and holds it now: one given
 * later does not make an old vote weigh more, one taken away is gone.
 */
final class Ballots {
  private final Changes changes;
  private final Voters voters;

  Ballots(Changes changes, Voters voters) {
    this.changes = changes;
    this.voters = voters;
  }

  Optional<Voters.Voter> now(String person) {
    return voters.now(person);
  }

  boolean areApproved(Handle handle, Change change, Grounds grounds, List<ApprovalRule> rules) {
    if (rules.isEmpty()) {
      return true;
    }
    List<Set<String>> counting =
        changes.votes(handle, change.id()).stream()
            .filter(vote -> vote.approves() && vote.grounds().equals(grounds.digest()))
            .filter(vote -> !change.proposer().equals("person:" + vote.person()))
            .map(vote -> countingRoles(change, vote))
            .toList();
    return Quorum.isMet(rules, counting);
  }

  private Set<String> countingRoles(Change change, Vote vote) {
    Set<String> counting = new HashSet<>(vote.roles());
    counting.retainAll(
        voters
            .now(vote.person())
            .filter(person -> person.mayVoteFor(change.tenant()))
            .map(Voters.Voter::roles)
            .orElse(Set.of()));
    return counting;
  }
}
