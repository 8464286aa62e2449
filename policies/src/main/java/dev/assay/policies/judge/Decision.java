package dev.assay.policies.judge;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;

/** A policy's answer, with its reasons and the revision that gave it. */
public sealed interface Decision {
  /** Why, in the order a person should read it. Empty means nothing was objected to. */
  List<Reason> reasons();

  String policyRevision();

  /**
   * One reason.
   *
   * @param code the rule's stable name, lower-case with underscores
   * @param message what it means for the caller and what to do
   */
  record Reason(String code, String message) {}

  /**
   * Whether a request may pass.
   *
   * @param targets positions in {@link RequestFacts#targets()} that may be used, in order
   */
  record OfRequest(
      boolean allow,
      List<Reason> reasons,
      List<Integer> targets,
      Allowance injection,
      Obligations obligations,
      String policyRevision)
      implements Decision {
    public OfRequest {
      reasons = List.copyOf(reasons);
      targets = List.copyOf(targets);
    }
  }

  /** How much learned text the request may carry. */
  record Allowance(int maxTokens, int maxItems, List<ArtifactKind> kinds) {
    public Allowance {
      kinds = List.copyOf(kinds);
    }
  }

  /**
   * What the gateway must do when it serves the request.
   *
   * @param content what of it the journal may keep
   */
  record Obligations(TenantPolicy.Content content, ContentRules contentRules) {}

  /** Whether a signal counts for learning. It is recorded either way. */
  record OfFeedback(boolean admit, List<Reason> reasons, String policyRevision)
      implements Decision {
    public OfFeedback {
      reasons = List.copyOf(reasons);
    }
  }

  /** What may happen to a change. */
  record OfChange(Outcome outcome, List<Reason> reasons, String policyRevision)
      implements Decision {
    public OfChange {
      reasons = List.copyOf(reasons);
    }
  }

  /** A change is rejected, waits for people, or is admitted. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Reject.class, name = "reject"),
    @JsonSubTypes.Type(value = Outcome.NeedsApprovals.class, name = "approvals"),
    @JsonSubTypes.Type(value = Outcome.Admit.class, name = "admit")
  })
  sealed interface Outcome {
    record Reject() implements Outcome {}

    /** Admitted at that stage once every rule's count of different people has approved. */
    record NeedsApprovals(List<TenantPolicy.ApprovalRule> approvals, Stage stage)
        implements Outcome {
      public NeedsApprovals {
        approvals = List.copyOf(approvals);
      }
    }

    record Admit(Stage stage) implements Outcome {}
  }

  /** Where an admitted change starts. */
  enum Stage {
    CANARY,
    LIVE;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
