package dev.assay.learners.changes;

import dev.assay.learners.changes.ChangeState.Approved;
import dev.assay.learners.changes.ChangeState.AwaitingApproval;
import dev.assay.learners.changes.ChangeState.Evaluated;
import dev.assay.learners.changes.ChangeState.Stale;
import dev.assay.learners.changes.ChangeState.Unmeasured;
import dev.assay.learners.releases.ReleaseStanding;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.store.Database;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Decision.Outcome;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a learned change flows, from a proposal to being served. {@link #step} is the whole of it:
 *
 * <pre>
 * propose -> scan, load, smoke-test, evaluate -> judge -> (people approve) -> activate
 * </pre>
 *
 * Every step is stored with its audit entry before the next begins, so a crash resumes where it
 * stood. One change of a tenant moves at a time, and none while a canary is watched; one whose base
 * has moved is stale and measured again.
 */
public final class ChangeFlow implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFlow.class);
  private static final int MAX_REMEASURED = 3;
  private static final String ACTOR = "flow";
  private static final List<String> PENDING =
      List.of("proposed", "stale", "evaluated", "awaiting_approval", "approved");

  private final Database database;
  private final Changes changes;
  private final Releases releases;
  private final PolicySource policies;
  private final Intake intake;
  private final Measuring measuring;
  private final Judging judging;
  private final Candidates candidates;
  private final ActivationDoor door;
  private final TenantQueues queues = new TenantQueues(this::advance);
  private final Map<String, CompletableFuture<ChangeState>> awaited = new ConcurrentHashMap<>();

  public ChangeFlow(
      Database database,
      Changes changes,
      Releases releases,
      PolicySource policies,
      Intake intake,
      Measuring measuring,
      Judging judging,
      Candidates candidates,
      ActivationDoor door) {
    this.database = database;
    this.changes = changes;
    this.releases = releases;
    this.policies = policies;
    this.intake = intake;
    this.measuring = measuring;
    this.judging = judging;
    this.candidates = candidates;
    this.door = door;
  }

  /** Takes up every change a former run left under way. Blocks. */
  public void start() {
    releases.onMoved(tenant -> Thread.ofVirtual().start(() -> lookAgain(tenant)));
    changes.tenantsWith(PENDING).forEach(this::lookAgain);
  }

  /**
   * Stores the proposal and queues it. The stage gives the change once that is durable, or fails
   * with {@link ChangeRefused}.
   */
  public CompletionStage<Change> propose(Proposal proposal) {
    return intake
        .take(proposal)
        .thenApply(change -> {
          queues.add(change.tenant(), change.id());
          return change;
        });
  }

  /** Where the change stands once the flow can do no more for it by itself. */
  public CompletionStage<ChangeState> settled(String id) {
    Changes.Standing standing = changes.find(id).orElseThrow();
    CompletableFuture<ChangeState> future =
        awaited.computeIfAbsent(id, unseen -> new CompletableFuture<>());
    queues.add(standing.change().tenant(), id);
    return future.copy();
  }

  /** A vote may have moved it, or made way for others. */
  public void voted(Change change, ChangeState state) {
    queues.add(change.tenant(), change.id());
  }

  private ChangeState step(Change change, ChangeState state) {
    return switch (state) {
      case Unmeasured unmeasured -> measure(change, unmeasured);
      case Evaluated evaluated -> judge(change, evaluated);
      case AwaitingApproval waiting -> recheck(change, waiting);
      case Approved approved -> activate(change, approved);
      case ChangeState.Canary _, ChangeState.Live _ -> state;
      case ChangeState.Quarantined _, ChangeState.Held _, ChangeState.Rejected _ -> state;
      case ChangeState.Refused _, ChangeState.RolledBack _, ChangeState.Superseded _ -> state;
    };
  }

  private ChangeState measure(Change change, Unmeasured state) {
    ReleaseStanding standing = releases.standing(change.tenant());
    Optional<PolicySource.Active> active = policies.current(change.tenant());
    if (door.isStoppedByFreeze(change)) {
      return move(change, state, state.hold("learning is frozen"));
    }
    if (active.isEmpty()) {
      return move(change, state, state.hold("the tenant has no policy that may be used"));
    }
    if (state.remeasured() > MAX_REMEASURED) {
      return move(change, state, state.hold("live kept moving while it was measured"));
    }
    if (standing.canary().isPresent()) {
      return state;
    }
    return switch (measuring.measure(change, active.get().policy(), standing.live())) {
      case Measuring.NotMeasured not -> move(change, state, state.hold(not.reason()));
      case Measuring.Measured measured -> {
        Evidence evidence = measured.evidence();
        ChangeState next =
            evidence.findings().isEmpty()
                ? state.evaluate(evidence.digest(), evidence.base())
                : state.quarantine(evidence.digest());
        yield move(change, state, next, handle -> changes.keep(handle, change, evidence));
      }
    };
  }

  private ChangeState judge(Change change, Evaluated state) {
    Evidence evidence = changes.evidence(state.evidence()).orElseThrow();
    ReleaseStanding standing = releases.standing(change.tenant());
    Optional<PolicySource.Active> active = policies.current(change.tenant());
    if (!standing.live().digest().equals(state.base())) {
      return move(change, state, state.stale("the live release moved"));
    }
    if (active.isEmpty()) {
      return move(change, state, state.hold("the tenant has no policy that may be used"));
    }
    try {
      Decision.OfChange decision =
          judging.judge(change, candidates.brought(change), evidence, state.base(), active.get());
      return move(
          change,
          state,
          consequence(change, state, decision),
          handle -> changes.keep(handle, change, state.evidence(), decision));
    } catch (PolicyUnavailable unavailable) {
      return move(change, state, state.hold(String.valueOf(unavailable.getMessage())));
    }
  }

  private static ChangeState consequence(
      Change change, Evaluated state, Decision.OfChange decision) {
    Grounds grounds =
        new Grounds(change.digest(), state.evidence(), state.base(), decision.policyRevision());
    return switch (decision.outcome()) {
      case Outcome.Reject _ -> state.reject(decision.policyRevision(), decision.reasons());
      case Outcome.NeedsApprovals needs -> state.await(grounds, needs.approvals(), needs.stage());
      case Outcome.Admit admit -> state.admit(grounds, admit.stage());
    };
  }

  /** People may take days; what they are asked about must still be so. */
  private ChangeState recheck(Change change, AwaitingApproval state) {
    Grounds grounds = state.grounds();
    if (!releases.standing(change.tenant()).live().digest().equals(grounds.base())) {
      return move(change, state, state.stale("the live release moved"));
    }
    if (!door.isCurrentPolicy(change.tenant(), grounds.policyRevision())) {
      return move(change, state, state.stale("the policy moved"));
    }
    return state;
  }

  private ChangeState activate(Change change, Approved state) {
    candidates.warm(change);
    String actor = state.rules().isEmpty() ? "policy" : "approvals";
    return write(handle -> door.open(handle, change, state, actor));
  }

  /** Steps until nothing moves any more. */
  private void advance(String id) {
    Changes.Standing standing = changes.find(id).orElseThrow();
    ChangeState state = standing.state();
    ChangeState next = safely(standing.change(), state);
    while (!next.equals(state)) {
      state = next;
      next = safely(standing.change(), state);
    }
    switch (state) {
      case ChangeState.Quarantined _,
          ChangeState.Held _,
          ChangeState.Rejected _,
          ChangeState.Refused _ ->
          candidates.discard(standing.change());
      default -> {}
    }
    tell(id, state);
  }

  /** What breaks a step holds the change: it must neither pass nor stop those behind it. */
  private ChangeState safely(Change change, ChangeState state) {
    try {
      return step(change, state);
    } catch (Changes.ChangeMoved moved) {
      return changes.find(change.id()).orElseThrow().state();
    } catch (RuntimeException failure) {
      if (Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      LOG.error("a step of {} failed", change.id(), failure);
      String reason = "a step failed: " + failure.getMessage();
      return switch (state) {
        case Unmeasured unmeasured -> move(change, state, unmeasured.hold(reason));
        case Evaluated evaluated -> move(change, state, evaluated.hold(reason));
        case Approved approved -> move(change, state, approved.hold(reason));
        default -> state;
      };
    }
  }

  private void tell(String id, ChangeState state) {
    boolean isWaitingForCanary = state instanceof Unmeasured || state instanceof Approved;
    CompletableFuture<ChangeState> future = isWaitingForCanary ? null : awaited.remove(id);
    if (future != null) {
      future.complete(state);
    }
  }

  private void lookAgain(TenantId tenant) {
    try {
      database
          .read(handle -> changes.inStates(handle, tenant, PENDING))
          .forEach(standing -> queues.add(tenant, standing.change().id()));
    } catch (RuntimeException failure) {
      LOG.warn("changes of {} could not be looked at: {}", tenant, failure.getMessage());
    }
  }

  private ChangeState move(Change change, ChangeState from, ChangeState to) {
    return move(change, from, to, handle -> {});
  }

  private ChangeState move(
      Change change, ChangeState from, ChangeState to, Consumer<Handle> alongside) {
    return write(handle -> {
      alongside.accept(handle);
      changes.move(handle, change, from, to, ACTOR, detail(to));
      return to;
    });
  }

  private static Map<String, Object> detail(ChangeState state) {
    return switch (state) {
      case Stale stale -> Map.of("reason", stale.reason());
      case ChangeState.Held held -> Map.of("reason", held.reason());
      case ChangeState.Quarantined found -> Map.of("evidence", found.evidence().text());
      case Evaluated measured -> Map.of("evidence", measured.evidence().text());
      case ChangeState.Rejected rejected ->
          Map.of(
              "evidence", rejected.evidence().text(),
              "reasons", rejected.reasons().stream().map(Decision.Reason::code).toList());
      case AwaitingApproval waiting -> Map.of("grounds", waiting.grounds().digest().text());
      default -> Map.of();
    };
  }

  private ChangeState write(java.util.function.Function<Handle, ChangeState> work) {
    return Waiting.on(database.write(work)).value();
  }

  @Override
  public void close() {
    queues.close();
  }
}
