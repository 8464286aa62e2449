package dev.assay.learners.changes;

import dev.assay.learners.credentials.Person;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * People's votes. A vote holds for exactly what the person saw: the change, its evidence, the live
 * release and the policy. The vote that fills the last rule opens the door in its own transaction.
 */
public final class Approvals {
  private static final int MAX_REASON_CHARS = 1_000;

  private final Database database;
  private final Changes changes;
  private final Releases releases;
  private final Candidates candidates;
  private final ActivationDoor door;
  private final Clock clock;
  private final BiConsumer<Change, ChangeState> onVoted;

  /**
   * @param onVoted told, after the commit, where a vote left its change
   */
  public Approvals(
      Database database,
      Changes changes,
      Releases releases,
      Candidates candidates,
      ActivationDoor door,
      Clock clock,
      BiConsumer<Change, ChangeState> onVoted) {
    this.database = database;
    this.changes = changes;
    this.releases = releases;
    this.candidates = candidates;
    this.door = door;
    this.clock = clock;
    this.onVoted = onVoted;
  }

  private record Ballot(
      String change, Person voter, Grounds seen, boolean approves, String reason) {}

  /** Where the vote left the change, and why it was not taken if it was not. */
  private record Counted(Change change, ChangeState state, Optional<ChangeRefused> refusal) {}

  /**
   * Approves what was seen. The stage gives where the change stands then, or fails with {@link
   * ChangeRefused}. Giving the same vote again changes nothing and succeeds. Blocks while the
   * candidate is made ready.
   */
  public CompletionStage<ChangeState> approve(String change, Person voter, Grounds seen) {
    changes
        .find(change)
        .filter(standing -> standing.state() instanceof ChangeState.AwaitingApproval)
        .filter(standing -> voter.mayActFor(standing.change().tenant()))
        .ifPresent(standing -> candidates.warm(standing.change()));
    return vote(new Ballot(change, voter, seen, true, ""));
  }

  /** Refuses what was seen; one eligible person's refusal is enough. */
  public CompletionStage<ChangeState> refuse(
      String change, Person voter, Grounds seen, String reason) {
    if (reason.length() > MAX_REASON_CHARS) {
      return CompletableFuture.failedStage(
          new ChangeRefused("reason_too_long", "say it in " + MAX_REASON_CHARS + " characters"));
    }
    return vote(new Ballot(change, voter, seen, false, reason));
  }

  private CompletionStage<ChangeState> vote(Ballot ballot) {
    return database
        .write(handle -> count(handle, ballot))
        .thenApply(committed -> {
          Counted counted = committed.value();
          onVoted.accept(counted.change(), counted.state());
          if (counted.refusal().isPresent()) {
            throw counted.refusal().get();
          }
          return counted.state();
        });
  }

  private Counted count(Handle handle, Ballot ballot) {
    Person voter = voterNow(handle, ballot);
    Changes.Standing standing =
        changes
            .find(handle, ballot.change())
            .filter(found -> voter.mayActFor(found.change().tenant()))
            .orElseThrow(
                () -> new ChangeRefused("no_such_change", "there is no change " + ballot.change()));
    Change change = standing.change();
    Optional<Vote> given =
        changes.votes(handle, change.id()).stream()
            .filter(vote -> vote.person().equals(voter.id()))
            .filter(vote -> vote.grounds().equals(ballot.seen().digest()))
            .findFirst();
    if (given.isPresent()) {
      if (given.get().approves() == ballot.approves()) {
        return new Counted(change, standing.state(), Optional.empty());
      }
      throw new ChangeRefused(
          "already_voted", "this credential has voted on exactly this: a vote is not changed");
    }
    if (!(standing.state() instanceof ChangeState.AwaitingApproval waiting)) {
      throw new ChangeRefused(
          "not_waiting",
          change.id() + " is " + standing.state().word() + ": nothing is asked of people now");
    }
    return take(handle, ballot, voter, change, waiting);
  }

  private Counted take(
      Handle handle,
      Ballot ballot,
      Person voter,
      Change change,
      ChangeState.AwaitingApproval waiting) {
    List<String> unseen = ballot.seen().movedTo(waiting.grounds());
    if (!unseen.isEmpty()) {
      throw new ChangeRefused(
          "grounds_moved",
          String.join(" and ", unseen) + " is not what was seen: look again, then vote on that");
    }
    List<String> moved = waiting.grounds().movedTo(now(handle, change, waiting.grounds()));
    if (!moved.isEmpty()) {
      String what = String.join(" and ", moved) + " moved";
      ChangeState.Stale stale = waiting.stale(what);
      changes.move(handle, change, waiting, stale, "flow", Map.of("reason", what));
      return new Counted(
          change,
          stale,
          Optional.of(
              new ChangeRefused(
                  "grounds_moved",
                  what + " meanwhile: it is measured again, its approvals are void")));
    }
    checkEligible(voter, change, waiting);
    changes.keep(
        handle,
        change,
        new Vote(
            change.id(),
            waiting.grounds().digest(),
            voter.id(),
            ballot.approves(),
            voter.roles(),
            ballot.reason(),
            clock.instant()));
    return new Counted(change, consequence(handle, ballot, change, waiting), Optional.empty());
  }

  private ChangeState consequence(
      Handle handle, Ballot ballot, Change change, ChangeState.AwaitingApproval waiting) {
    String actor = ballot.voter().id().actor();
    if (!ballot.approves()) {
      ChangeState.Refused refused = waiting.refuse(actor, ballot.reason());
      changes.move(handle, change, waiting, refused, actor, Map.of());
      return refused;
    }
    if (!door.ballots().areApproved(handle, change, waiting.grounds(), waiting.rules())) {
      return waiting;
    }
    ChangeState.Approved approved = waiting.approve();
    changes.move(handle, change, waiting, approved, actor, Map.of());
    return door.open(handle, change, approved, actor);
  }

  /**
   * The grounds as they would be now; what cannot move by itself is taken from the waiting ones.
   */
  private Grounds now(Handle handle, Change change, Grounds waiting) {
    String revision = waiting.policyRevision();
    return new Grounds(
        change.digest(),
        waiting.evidence(),
        releases.standing(handle, change.tenant()).live().digest(),
        door.isCurrentPolicy(change.tenant(), revision) ? revision : "");
  }

  /** Roles and tenants as they are at the vote, whatever the caller's copy says. */
  private Person voterNow(Handle handle, Ballot ballot) {
    return door.ballots()
        .now(handle, ballot.voter().id())
        .orElseThrow(
            () -> new ChangeRefused("unknown_person", "this credential does not vote any more"));
  }

  private void checkEligible(Person voter, Change change, ChangeState.AwaitingApproval waiting) {
    if (change.proposer().equals(voter.id().actor())) {
      throw new ChangeRefused("own_change", "who proposed a change does not vote on it");
    }
    if (door.isStoppedByFreeze(change)) {
      throw new ChangeRefused(
          "learning_frozen", "learning is frozen for this tenant: unfreeze it first");
    }
    if (waiting.rules().stream().noneMatch(rule -> voter.roles().contains(rule.role()))) {
      throw new ChangeRefused(
          "role_not_asked",
          "asked are "
              + waiting.rules().stream().map(rule -> rule.role()).toList()
              + ": this credential holds none of them");
    }
  }
}
