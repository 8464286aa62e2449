package dev.assay.learners.changes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.util.List;

/**
 * Where a change stands. What may follow a state is a method of that state, so a step that is not
 * allowed does not compile; constructors are for the states' methods and for reading stored ones.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ChangeState.Proposed.class, name = "proposed"),
  @JsonSubTypes.Type(value = ChangeState.Stale.class, name = "stale"),
  @JsonSubTypes.Type(value = ChangeState.Evaluated.class, name = "evaluated"),
  @JsonSubTypes.Type(value = ChangeState.AwaitingApproval.class, name = "awaiting_approval"),
  @JsonSubTypes.Type(value = ChangeState.Approved.class, name = "approved"),
  @JsonSubTypes.Type(value = ChangeState.Canary.class, name = "canary"),
  @JsonSubTypes.Type(value = ChangeState.Live.class, name = "live"),
  @JsonSubTypes.Type(value = ChangeState.Quarantined.class, name = "quarantined"),
  @JsonSubTypes.Type(value = ChangeState.Held.class, name = "held"),
  @JsonSubTypes.Type(value = ChangeState.Rejected.class, name = "rejected"),
  @JsonSubTypes.Type(value = ChangeState.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = ChangeState.RolledBack.class, name = "rolled_back"),
  @JsonSubTypes.Type(value = ChangeState.Superseded.class, name = "superseded")
})
public sealed interface ChangeState {

  /** The word for it in JSON, the audit log and the console. */
  @JsonIgnore
  default String word() {
    return switch (this) {
      case Proposed _ -> "proposed";
      case Stale _ -> "stale";
      case Evaluated _ -> "evaluated";
      case AwaitingApproval _ -> "awaiting_approval";
      case Approved _ -> "approved";
      case Canary _ -> "canary";
      case Live _ -> "live";
      case Quarantined _ -> "quarantined";
      case Held _ -> "held";
      case Rejected _ -> "rejected";
      case Refused _ -> "refused";
      case RolledBack _ -> "rolled_back";
      case Superseded _ -> "superseded";
    };
  }

  /** Nothing valid is known of it: it has to be measured against what is live now. */
  sealed interface Unmeasured extends ChangeState {
    /** How often it was measured in vain because live had moved. */
    int remeasured();

    /** The scans found something. */
    default Quarantined quarantine(Digest evidence) {
      return new Quarantined(evidence);
    }

    /** It cannot be measured; nothing may follow. */
    default Held hold(String reason) {
      return new Held(reason);
    }

    default Evaluated evaluate(Digest evidence, Digest base) {
      return new Evaluated(evidence, base, remeasured());
    }
  }

  /** As it came in. */
  record Proposed() implements Unmeasured {
    @Override
    public int remeasured() {
      return 0;
    }
  }

  /**
   * What it rested on has moved; its approvals are void.
   *
   * @param reason what moved
   */
  record Stale(String reason, int remeasured) implements Unmeasured {}

  /** Measured against {@code base}, not judged yet. */
  record Evaluated(Digest evidence, Digest base, int remeasured) implements ChangeState {
    Rejected reject(String policyRevision, List<Decision.Reason> reasons) {
      return new Rejected(evidence, policyRevision, reasons);
    }

    AwaitingApproval await(Grounds grounds, List<ApprovalRule> rules, Decision.Stage stage) {
      return new AwaitingApproval(grounds, rules, stage, remeasured);
    }

    Approved admit(Grounds grounds, Decision.Stage stage) {
      return new Approved(grounds, List.of(), stage, remeasured);
    }

    Held hold(String reason) {
      return new Held(reason);
    }

    Stale stale(String reason) {
      return new Stale(reason, remeasured + 1);
    }
  }

  /**
   * Waits for people.
   *
   * @param grounds what they approve, all of it
   * @param rules so many people of these roles
   * @param stage where it starts once they have
   */
  record AwaitingApproval(
      Grounds grounds, List<ApprovalRule> rules, Decision.Stage stage, int remeasured)
      implements ChangeState {
    public AwaitingApproval {
      rules = List.copyOf(rules);
    }

    Refused refuse(String person, String reason) {
      return new Refused(grounds, person, reason);
    }

    Approved approve() {
      return new Approved(grounds, rules, stage, remeasured);
    }

    /** People's waiting is not the change's fault: the count starts again. */
    Stale stale(String reason) {
      return new Stale(reason, 0);
    }
  }

  /**
   * May be activated, as long as its grounds stand.
   *
   * @param rules by which people approved it; empty when policy admitted it without them
   */
  record Approved(Grounds grounds, List<ApprovalRule> rules, Decision.Stage stage, int remeasured)
      implements ChangeState {
    public Approved {
      rules = List.copyOf(rules);
    }

    Canary canary(int release) {
      return new Canary(grounds, release);
    }

    Live live(int release) {
      return new Live(grounds, release);
    }

    Held hold(String reason) {
      return new Held(reason);
    }

    Stale stale(String reason) {
      return new Stale(reason, remeasured + 1);
    }
  }

  /** Serves a share of the tenant's episodes and is watched. */
  record Canary(Grounds grounds, int release) implements ChangeState {
    Live promote() {
      return new Live(grounds, release);
    }

    RolledBack rollBack(String reason) {
      return new RolledBack(release, reason);
    }

    Superseded supersede(String reason) {
      return new Superseded(release, reason);
    }
  }

  /** What it brought is in the live release. */
  record Live(Grounds grounds, int release) implements ChangeState {
    RolledBack rollBack(String reason) {
      return new RolledBack(release, reason);
    }

    Superseded supersede(String reason) {
      return new Superseded(release, reason);
    }
  }

  /** The scans found something; see the evidence. */
  record Quarantined(Digest evidence) implements ChangeState {}

  /** Could not be measured or judged, or learning is frozen. */
  record Held(String reason) implements ChangeState {}

  /** Policy rejected it. */
  record Rejected(Digest evidence, String policyRevision, List<Decision.Reason> reasons)
      implements ChangeState {
    public Rejected {
      reasons = List.copyOf(reasons);
    }
  }

  /** A person refused it. */
  record Refused(Grounds grounds, String person, String reason) implements ChangeState {}

  /** Served, and taken back. */
  record RolledBack(int release, String reason) implements ChangeState {}

  /** Served, until something else took its place. */
  record Superseded(int release, String reason) implements ChangeState {}
}
