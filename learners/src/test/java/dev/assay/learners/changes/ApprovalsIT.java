package dev.assay.learners.changes;

import static dev.assay.learners.changes.Workshop.ACME;
import static dev.assay.learners.changes.Workshop.done;
import static dev.assay.learners.changes.Workshop.goodAdapter;
import static dev.assay.learners.changes.Workshop.goodExamples;
import static dev.assay.learners.changes.Workshop.policy;
import static dev.assay.learners.changes.Workshop.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.credentials.Person;
import dev.assay.learners.credentials.PersonId;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsIT {
  @TempDir Path folder;
  private Workshop shop;
  private Person owner;
  private Person risk;
  private Person both;

  @BeforeEach
  void open() {
    shop = new Workshop(folder);
    owner = shop.person("Olga", Optional.of(ACME), "owner");
    risk = shop.person("Ravi", Optional.of(ACME), "risk");
    both = shop.person("Bo", Optional.empty(), "owner", "risk");
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void twoPeopleOfTheAskedRolesActivateAnAdapterThatNothingReachedBefore() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    assertThat(shop.releases.served(ACME).live().adapters()).isEmpty();

    assertThat(approve(change, owner, seen)).isInstanceOf(ChangeState.AwaitingApproval.class);
    assertThat(approve(change, risk, seen)).isInstanceOf(ChangeState.Live.class);
    assertThat(shop.releases.served(ACME).live().adapters()).hasSize(1);
  }

  @Test
  void oneTenantsRefusalLeavesAnothersAdapterLoaded() {
    Change served = shop.propose(goodAdapter());
    approve(served, owner, waiting(served).grounds());
    assertThat(approve(served, risk, waiting(served).grounds()))
        .isInstanceOf(ChangeState.Live.class);
    Change same =
        done(
            shop.flow.propose(
                new Proposal.Bring(
                    new TenantId("other"), "learner:x", goodAdapter(), List.of(), Map.of())));

    assertThat(refuse(same, both, waiting(same).grounds())).isInstanceOf(ChangeState.Refused.class);
    assertThat(shop.settled(same)).isInstanceOf(ChangeState.Refused.class);
    assertThat(shop.model.loaded).contains(goodAdapter().runtimeName());
  }

  @Test
  void onePersonOfBothRolesIsStillOnePerson() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();

    assertThat(approve(change, both, seen)).isInstanceOf(ChangeState.AwaitingApproval.class);
    assertThat(approve(change, risk, seen)).isInstanceOf(ChangeState.Live.class);
  }

  @Test
  void aVoteGivenAgainIsTheSameVote() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    approve(change, owner, seen);

    assertThat(approve(change, owner, seen)).isInstanceOf(ChangeState.AwaitingApproval.class);
    assertThat(shop.changes.votes(change.id())).hasSize(1);
    assertRefused("already_voted", () -> refuse(change, owner, seen));
    approve(change, risk, seen);
    assertThat(approve(change, owner, seen)).isInstanceOf(ChangeState.Live.class);
  }

  @Test
  void whoProposesDoesNotApprove() {
    Change change = shop.propose(owner.id().actor(), goodAdapter());
    Grounds seen = waiting(change).grounds();

    assertRefused("own_change", () -> approve(change, owner, seen));
    assertRefused("own_change", () -> refuse(change, owner, seen));
    assertThat(shop.changes.votes(change.id())).isEmpty();
  }

  @Test
  void anotherTenantsPersonFindsNothing() {
    Person stranger = shop.person("Sam", Optional.of(new TenantId("other")), "owner", "risk");
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();

    assertRefused("no_such_change", () -> approve(change, stranger, seen));
  }

  @Test
  void whoHoldsNoAskedRoleOrNoCredentialDoesNotVote() {
    Person clerk = shop.person("Kim", Optional.of(ACME), "clerk");
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    Person invented =
        new Person(new PersonId("admin"), "admin", Optional.empty(), Set.of("owner", "risk"), 1);

    assertRefused("role_not_asked", () -> approve(change, clerk, seen));
    assertRefused("unknown_person", () -> approve(change, invented, seen));
    done(shop.people.revoke("admin", owner.id()));
    assertRefused("unknown_person", () -> approve(change, owner, seen));
  }

  @Test
  void aRoleGainedAfterTheVoteDoesNotCount() {
    Person many = shop.person("Mo", Optional.of(ACME), "owner");
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    approve(change, many, seen);
    done(shop.people.changeRoles("admin", many.id(), Set.of("owner", "risk")));

    assertThat(approve(change, owner, seen)).isInstanceOf(ChangeState.AwaitingApproval.class);
  }

  @Test
  void aRoleTakenAwayAfterTheVoteDoesNotCount() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    approve(change, owner, seen);
    done(shop.people.changeRoles("admin", owner.id(), Set.of("clerk")));

    assertThat(approve(change, risk, seen)).isInstanceOf(ChangeState.AwaitingApproval.class);
    assertThat(approve(change, both, seen)).isInstanceOf(ChangeState.Live.class);
  }

  @Test
  void theCallersCopyOfAPersonGivesNoRoles() {
    Person stale = new Person(owner.id(), "Olga", Optional.empty(), Set.of("owner", "risk"), 1);
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    approve(change, stale, seen);

    assertThat(shop.changes.votes(change.id()).getFirst().roles()).containsExactly("owner");
  }

  @Test
  void eachDigestThatWasNotSeenVoidsTheVoteAndIsNamed() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    Digest other = Digest.of("other".getBytes(StandardCharsets.UTF_8));
    Map<String, Grounds> moved =
        Map.of(
            "the change",
            new Grounds(other, seen.evidence(), seen.base(), seen.policyRevision()),
            "the evidence",
            new Grounds(seen.change(), other, seen.base(), seen.policyRevision()),
            "the live release",
            new Grounds(seen.change(), seen.evidence(), other, seen.policyRevision()),
            "the policy",
            new Grounds(seen.change(), seen.evidence(), seen.base(), "policy-0"));

    moved.forEach((what, grounds) ->
        assertThatThrownBy(() -> approve(change, owner, grounds))
            .rootCause()
            .hasMessageStartingWith(what + " is not what was seen"));
    assertThat(shop.changes.votes(change.id())).isEmpty();
  }

  @Test
  void aPolicyThatMovedVoidsTheApprovalsGivenUnderTheOldOne() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    approve(change, owner, seen);
    shop.policy(policy(0), "policy-2");

    assertThatThrownBy(() -> approve(change, risk, seen))
        .hasRootCauseInstanceOf(ChangeRefused.class);
    until(() -> waitsOnOther(change, seen));
    Grounds fresh = waiting(change).grounds();
    assertThat(fresh.policyRevision()).isEqualTo("policy-2");
    assertThat(approve(change, risk, fresh)).isInstanceOf(ChangeState.AwaitingApproval.class);
    assertThat(approve(change, owner, fresh)).isInstanceOf(ChangeState.Live.class);
  }

  @Test
  void aBaseThatMovedHasTheChangeMeasuredAgainAndItsApprovalsVoid() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    approve(change, owner, seen);
    assertThat(shop.settled(shop.propose(goodExamples()))).isInstanceOf(ChangeState.Live.class);

    until(() -> waitsOnOther(change, seen));
    assertRefused("grounds_moved", () -> approve(change, risk, seen));
    assertThat(approve(change, risk, waiting(change).grounds()))
        .isInstanceOf(ChangeState.AwaitingApproval.class);
  }

  @Test
  void oneRefusalIsEnough() {
    Change change = shop.propose(goodAdapter());
    Grounds seen = waiting(change).grounds();
    approve(change, owner, seen);

    assertThat(refuse(change, risk, seen)).isInstanceOf(ChangeState.Refused.class);
    assertRefused("not_waiting", () -> approve(change, both, seen));
    until(() -> shop.model.loaded.isEmpty());
  }

  @Test
  void ofTwoChangesApprovedAtOnceExactlyOneIsActivatedOnThatBase() throws Exception {
    Change first = shop.propose(goodAdapter());
    Change second =
        shop.propose(KeywordModel.adapter(Map.of("reimburse", "refund", "delivery", "arrival")));
    Grounds firstSeen = waiting(first).grounds();
    Grounds secondSeen = waiting(second).grounds();
    assertThat(firstSeen.base()).isEqualTo(secondSeen.base());
    approve(first, owner, firstSeen);
    approve(second, owner, secondSeen);

    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<Boolean>> votes =
        List.of(voteAtOnce(go, first, firstSeen), voteAtOnce(go, second, secondSeen));
    go.countDown();
    long activated = votes.stream().filter(CompletableFuture::join).count();

    assertThat(activated).isEqualTo(1);
    boolean firstWon = shop.state(first) instanceof ChangeState.Live;
    Change lost = firstWon ? second : first;
    until(() ->
        waitsOnOther(lost, firstWon ? secondSeen : firstSeen)
            || shop.state(lost) instanceof ChangeState.Rejected);
    assertThat(shop.releases.history(ACME)).hasSize(1);
    assertThat(shop.changes.steps(lost.id()))
        .extracting(step -> step.state().word())
        .containsSubsequence("awaiting_approval", "stale", "evaluated");
  }

  private CompletableFuture<Boolean> voteAtOnce(CountDownLatch go, Change change, Grounds seen) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        go.await();
        return approve(change, risk, seen) instanceof ChangeState.Live;
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      } catch (java.util.concurrent.CompletionException voided) {
        return false;
      }
    });
  }

  private boolean waitsOnOther(Change change, Grounds than) {
    return shop.state(change) instanceof ChangeState.AwaitingApproval waiting
        && !waiting.grounds().equals(than);
  }

  private ChangeState.AwaitingApproval waiting(Change change) {
    return shop.await(change, ChangeState.AwaitingApproval.class);
  }

  private ChangeState approve(Change change, Person person, Grounds seen) {
    return done(shop.approvals.approve(change.id(), person, seen));
  }

  private ChangeState refuse(Change change, Person person, Grounds seen) {
    CompletionStage<ChangeState> vote =
        shop.approvals.refuse(change.id(), person, seen, "not convinced");
    return done(vote);
  }

  private static void assertRefused(String code, ThrowingCallable vote) {
    assertThatThrownBy(vote)
        .rootCause()
        .isInstanceOfSatisfying(
            ChangeRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
