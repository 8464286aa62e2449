# METADATA
# description: >-
#   What may happen to a proposed change: reject with a reason for each failed condition, wait for people, or admit. To
#   retire something is to serve less, so it needs neither an evaluation nor a place in the envelope.
# schemas:
#   - input: schema.change
package assay.change

import data.assay.policy

# METADATA
# entrypoint: true
decision := {
	"outcome": outcome,
	"reasons": reasons,
	"policyRevision": policy.revision,
}

messages := {
	"tenant_mismatch": "The change belongs to another tenant than this policy. Propose it there.",
	"operation_unknown": "A change adds, replaces or retires. Propose one of these.",
	"proposer_unknown": "A change is proposed by learner:<name> or person:<id>. Propose it with such a credential.",
	"base_not_live": "The live release has moved since this was measured. Evaluate again against the live release.",
	"kind_not_allowed": "The tenant's envelope does not name this kind. Add it under envelope.kinds to let it be learned.",
	"too_many_items": "The artifact has more items than the envelope allows for its kind. Propose fewer.",
	"too_large": "The artifact is larger than the envelope allows for its kind. Propose less.",
	"scan_findings": "The scans found something. Look at the evidence's findings and remove their source.",
	"smoke_test_failed": "The artifact was not loaded and answering when it was tried. Look at its runtime, then evaluate again.",
	"too_few_rows": "The evaluation rests on fewer labelled rows than evaluation.min_rows. Gather more feedback.",
	"not_sensitive": "This holdout cannot tell good answers from bad ones. Gather more or better labels.",
	"worse_than_live": "A loss against the live release beyond evaluation.margin was not ruled out.",
	"worse_than_best": "A loss against the best former release beyond evaluation.margin was not ruled out.",
	"forgets": "It loses more of what the frozen base could do than evaluation.max_forgetting allows.",
}

# What every change must meet.
always := ["tenant_mismatch", "operation_unknown", "proposer_unknown", "base_not_live"]

# What a change that brings something must meet, whatever the gate says.
bringing := ["kind_not_allowed", "too_many_items", "too_large", "scan_findings", "smoke_test_failed"]

# What the evaluation must show where its gate is enforced.
shown := ["too_few_rows", "not_sensitive", "worse_than_live", "worse_than_best", "forgets"]

conditions := always if input.change.operation == "retire"

conditions := array.concat(always, bringing) if {
	input.change.operation != "retire"
	input.policy.envelope.evaluation.gate == "advisory"
}

conditions := array.concat(array.concat(always, bringing), shown) if {
	input.change.operation != "retire"
	input.policy.envelope.evaluation.gate == "enforced"
}

kind_rules := input.policy.envelope.kinds[input.change.kind]

held contains "tenant_mismatch" if input.change.tenant == input.policy.tenant

held contains "operation_unknown" if input.change.operation in {"add", "replace", "retire"}

held contains "proposer_unknown" if {
	some prefix in ["learner:", "person:"]
	startswith(input.change.proposer, prefix)
	input.change.proposer != prefix
}

held contains "base_not_live" if input.evidence.baseIsLive == true

held contains "kind_not_allowed" if kind_rules

held contains "too_many_items" if input.change.items <= kind_rules.maxItems

held contains "too_large" if input.change.bytes <= kind_rules.maxBytes

held contains "scan_findings" if input.evidence.findings == []

held contains "smoke_test_failed" if input.evidence.smokeTested == true

held contains "too_few_rows" if input.evidence.rows >= input.policy.envelope.evaluation.minRows

held contains "not_sensitive" if input.evidence.sensitive == true

held contains "worse_than_live" if input.evidence.notWorseThanLive == true

held contains "worse_than_best" if input.evidence.notWorseThanBest == true

held contains "forgets" if input.evidence.forgetting <= input.policy.envelope.evaluation.maxForgetting

missing := policy.missing | (needed - given)

needed := {
	"policy.envelope.kinds",
	"policy.envelope.evaluation.gate",
	"policy.envelope.evaluation.margin",
	"policy.envelope.evaluation.sensitivityGap",
	"policy.envelope.evaluation.maxForgetting",
	"policy.envelope.evaluation.minRows",
	"policy.envelope.canary.share",
	"policy.envelope.canary.exchanges",
	"policy.envelope.canary.maxErrorRate",
	"change.tenant",
	"change.id",
	"change.kind",
	"change.operation",
	"change.proposer",
	"change.items",
	"change.bytes",
	"evidence.digest",
	"evidence.baseIsLive",
	"evidence.findings",
	"evidence.rows",
	"evidence.sensitive",
	"evidence.notWorseThanLive",
	"evidence.notWorseThanBest",
	"evidence.forgetting",
	"evidence.smokeTested",
	"every part of policy.envelope.kinds",
}

given contains "policy.envelope.kinds" if is_object(input.policy.envelope.kinds)

given contains "policy.envelope.evaluation.gate" if input.policy.envelope.evaluation.gate in {"enforced", "advisory"}

given contains "policy.envelope.evaluation.margin" if policy.is_amount(input.policy.envelope.evaluation.margin)

given contains "policy.envelope.evaluation.sensitivityGap" if policy.is_amount(input.policy.envelope.evaluation.sensitivityGap)

given contains "policy.envelope.evaluation.maxForgetting" if policy.is_amount(input.policy.envelope.evaluation.maxForgetting)

given contains "policy.envelope.evaluation.minRows" if policy.is_amount(input.policy.envelope.evaluation.minRows)

given contains "policy.envelope.canary.share" if policy.is_amount(input.policy.envelope.canary.share)

given contains "policy.envelope.canary.exchanges" if policy.is_amount(input.policy.envelope.canary.exchanges)

given contains "policy.envelope.canary.maxErrorRate" if policy.is_amount(input.policy.envelope.canary.maxErrorRate)

given contains "change.tenant" if policy.is_filled(input.change.tenant)

given contains "change.id" if policy.is_filled(input.change.id)

given contains "change.kind" if policy.is_filled(input.change.kind)

given contains "change.operation" if policy.is_filled(input.change.operation)

given contains "change.proposer" if policy.is_filled(input.change.proposer)

given contains "change.items" if policy.is_amount(input.change.items)

given contains "change.bytes" if policy.is_amount(input.change.bytes)

given contains "evidence.digest" if policy.is_filled(input.evidence.digest)

given contains "evidence.baseIsLive" if is_boolean(input.evidence.baseIsLive)

given contains "evidence.findings" if is_array(input.evidence.findings)

given contains "evidence.rows" if policy.is_amount(input.evidence.rows)

given contains "evidence.sensitive" if is_boolean(input.evidence.sensitive)

given contains "evidence.notWorseThanLive" if is_boolean(input.evidence.notWorseThanLive)

given contains "evidence.notWorseThanBest" if is_boolean(input.evidence.notWorseThanBest)

given contains "evidence.forgetting" if is_number(input.evidence.forgetting)

given contains "evidence.smokeTested" if is_boolean(input.evidence.smokeTested)

given contains "every part of policy.envelope.kinds" if {
	every rules in input.policy.envelope.kinds {
		policy.is_amount(rules.maxItems)
		policy.is_amount(rules.maxBytes)
		are_approvals(rules.approvals)
	}
}

are_approvals(approvals) if {
	is_array(approvals)
	every approval in approvals {
		policy.is_filled(approval.role)
		policy.is_amount(approval.count)
	}
}

default accepted := false

accepted if {
	count(missing) == 0
	every condition in conditions {
		condition in held
	}
}

reasons := [] if {
	accepted
} else := policy.missing_reasons(missing) if {
	count(missing) > 0
} else := [{"code": condition, "message": messages[condition]} |
	some condition in conditions
	not condition in held
]

approvals := [approval |
	some approval in kind_rules.approvals
	approval.count > 0
]

stage := "canary" if {
	input.policy.envelope.canary.share > 0
} else := "live"

default outcome := {"kind": "reject"}

outcome := {"kind": "approvals", "approvals": approvals, "stage": stage} if {
	accepted
	count(approvals) > 0
}

outcome := {"kind": "admit", "stage": stage} if {
	accepted
	count(approvals) == 0
}
