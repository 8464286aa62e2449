package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.changes.Approvals;
import dev.assay.learners.changes.Change;
import dev.assay.learners.changes.ChangeFlow;
import dev.assay.learners.changes.ChangeState;
import dev.assay.learners.changes.Changes;
import dev.assay.learners.changes.Grounds;
import dev.assay.learners.changes.Proposal;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes: what is proposed, what is known of it, and people's votes. */
final class ChangeRoutes {
  private static final int LISTED = 200;

  private final Changes changes;
  private final ChangeFlow flow;
  private final Approvals approvals;

  ChangeRoutes(Changes changes, ChangeFlow flow, Approvals approvals) {
    this.changes = changes;
    this.flow = flow;
    this.approvals = approvals;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/tenants/:tenant/changes", Access.READ, this::list),
        Route.post("/admin/tenants/:tenant/changes", Access.OPERATE, this::propose),
        Route.get("/admin/changes/:id", Access.READ, this::show),
        Route.post("/admin/changes/:id/approve", Access.VOTE, this::approve),
        Route.post("/admin/changes/:id/refuse", Access.VOTE, this::refuse));
  }

  private Object list(Call call) {
    return Map.of(
        "changes",
        changes.list(call.tenant(), LISTED).stream().map(ChangeRoutes::summary).toList());
  }

  private static Map<String, Object> summary(Changes.Standing standing) {
    Map<String, Object> row = new LinkedHashMap<>();
    Change change = standing.change();
    row.put("id", change.id());
    row.put("tenant", change.tenant().value());
    row.put("kind", change.kind());
    row.put("operation", change.operation());
    row.put("proposer", change.proposer());
    row.put("at", change.at());
    row.put("state", standing.state().word());
    row.put("reason", reason(standing.state()));
    return row;
  }

  private static String reason(ChangeState state) {
    return switch (state) {
      case ChangeState.Stale stale -> stale.reason();
      case ChangeState.Held held -> held.reason();
      case ChangeState.Rejected rejected ->
          rejected.reasons().stream()
              .map(Decision.Reason::message)
              .collect(java.util.stream.Collectors.joining(" "));
      case ChangeState.Refused refused -> refused.reason();
      case ChangeState.RolledBack back -> back.reason();
      case ChangeState.Superseded superseded -> superseded.reason();
      case ChangeState.Quarantined _ -> "the scans found something: see its evidence";
      default -> "";
    };
  }

  private Object show(Call call) {
    Changes.Standing standing = find(call);
    Change change = standing.change();
    Map<String, Object> shown = new LinkedHashMap<>(summary(standing));
    shown.put("change", change);
    shown.put("stateDetail", standing.state());
    List<Changes.Judged> decisions = changes.decisions(change.id());
    shown.put("decisions", decisions);
    shown.put(
        "evidence",
        changes.steps(change.id()).stream()
            .map(Changes.Step::state)
            .map(ChangeRoutes::evidence)
            .flatMap(Optional::stream)
            .distinct()
            .flatMap(digest ->
                changes.evidence(digest).stream().map(e -> Map.of("digest", digest, "evidence", e)))
            .toList());
    shown.put("steps", changes.steps(change.id()));
    shown.put("votes", changes.votes(change.id()));
    if (standing.state() instanceof ChangeState.AwaitingApproval waiting) {
      Map<String, Object> grounds = new LinkedHashMap<>();
      grounds.put("change", waiting.grounds().change().text());
      grounds.put("evidence", waiting.grounds().evidence().text());
      grounds.put("base", waiting.grounds().base().text());
      grounds.put("policyRevision", waiting.grounds().policyRevision());
      grounds.put("digest", waiting.grounds().digest().text());
      shown.put("grounds", grounds);
      shown.put("rules", waiting.rules());
    }
    return shown;
  }

  private static Optional<Digest> evidence(ChangeState state) {
    return switch (state) {
      case ChangeState.Evaluated evaluated -> Optional.of(evaluated.evidence());
      case ChangeState.Quarantined quarantined -> Optional.of(quarantined.evidence());
      default -> Optional.empty();
    };
  }

  private record Propose(Artifact artifact) {}

  private Object propose(Call call) {
    TenantId tenant = call.tenant();
    Artifact artifact = call.body(Propose.class).artifact();
    Proposal proposal =
        new Proposal.Bring(tenant, call.actor().name(), artifact, List.of(), Map.of());
    Change change = Waits.on(flow.propose(proposal));
    ChangeState state = Waits.on(flow.settled(change.id()));
    return summary(new Changes.Standing(change, state));
  }

  private record SeenGrounds(
      String change, String evidence, String base, String policyRevision, Optional<String> digest) {
    Grounds grounds() {
      return new Grounds(
          new Digest(change), new Digest(evidence), new Digest(base), policyRevision);
    }
  }

  private record Vote(SeenGrounds grounds, Optional<String> reason) {}

  private Object approve(Call call) {
    Changes.Standing standing = find(call);
    Vote vote = call.body(Vote.class);
    ChangeState state =
        Waits.on(
            approvals.approve(standing.change().id(), call.person(), vote.grounds().grounds()));
    return summary(new Changes.Standing(standing.change(), state));
  }

  private Object refuse(Call call) {
    Changes.Standing standing = find(call);
    Vote vote = call.body(Vote.class);
    ChangeState state =
        Waits.on(
            approvals.refuse(
                standing.change().id(),
                call.person(),
                vote.grounds().grounds(),
                vote.reason().orElse("")));
    return summary(new Changes.Standing(standing.change(), state));
  }

  /** Another tenant's change is answered like one that is not there. */
  private Changes.Standing find(Call call) {
    return changes
        .find(call.part("id"))
        .filter(standing -> call.actor().mayActFor(standing.change().tenant()))
        .orElseThrow(() ->
            new Failed(
                ApiError.notFound(
                    "There is no such change: 'assay change list' names a tenant's.",
                    "id",
                    "not_found")));
  }
}
