package dev.assay.learners.changes;

import dev.assay.learners.credentials.People;
import dev.assay.learners.credentials.Person;
import dev.assay.learners.credentials.PersonId;
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
  private final People people;

  Ballots(Changes changes, People people) {
    this.changes = changes;
    this.people = people;
  }

  /** Roles and tenants as they are now, whatever an older copy says. */
  Optional<Person> now(Handle handle, PersonId id) {
    return people.current(handle, id);
  }

  boolean areApproved(Handle handle, Change change, Grounds grounds, List<ApprovalRule> rules) {
    if (rules.isEmpty()) {
      return true;
    }
    List<Set<String>> counting =
        changes.votes(handle, change.id()).stream()
            .filter(vote -> vote.approves() && vote.grounds().equals(grounds.digest()))
            .filter(vote -> !change.proposer().equals(vote.person().actor()))
            .map(vote -> countingRoles(handle, change, vote))
            .toList();
    return Quorum.isMet(rules, counting);
  }

  private Set<String> countingRoles(Handle handle, Change change, Vote vote) {
    Set<String> counting = new HashSet<>(vote.roles());
    counting.retainAll(
        now(handle, vote.person())
            .filter(person -> person.mayActFor(change.tenant()))
            .map(Person::roles)
            .orElse(Set.of()));
    return counting;
  }
}
