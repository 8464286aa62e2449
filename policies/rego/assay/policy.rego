# METADATA
# description: >-
#   What every decision needs of the tenant's policy. A part that is absent, null or of another type is named here,
#   so that the rule that asks refuses instead of reading "undefined" as "no objection". It is found by subtracting
#   what was given: "not is_string(input.x)" is itself undefined when x is.
# schemas:
#   - input: schema.policy
package assay.policy

needed := {
	"policyRevision",
	"at",
	"policy.tenant",
	"policy.models",
	"policy.residency",
	"policy.content",
	"policy.limits.requestsPerMinute",
	"policy.limits.maxRequestBytes",
	"policy.limits.maxOutputTokens",
	"policy.injection.maxTokens",
	"policy.injection.maxItems",
	"policy.injection.kinds",
	"policy.asking.uniformShare",
	"policy.asking.informativeShare",
	"policy.feedback.perPrincipalPerDay",
	"policy.feedback.perKeyPerDay",
	"policy.feedback.maxPrincipalShare",
	"policy.feedback.minPrincipals",
	"policy.learning.learners",
	"policy.learning.modelCallsPerDay",
	"policy.envelope.kinds",
	"policy.envelope.evaluation.gate",
	"policy.envelope.evaluation.margin",
	"policy.envelope.evaluation.sensitivityGap",
	"policy.envelope.evaluation.maxForgetting",
	"policy.envelope.evaluation.minRows",
	"policy.envelope.canary.share",
	"policy.envelope.canary.exchanges",
	"policy.envelope.canary.maxErrorRate",
}

missing := needed - given

given contains "policyRevision" if is_filled(input.policyRevision)

given contains "at" if is_filled(input.at)

given contains "policy.tenant" if is_filled(input.policy.tenant)

given contains "policy.models" if is_array(input.policy.models)

given contains "policy.residency" if is_array(input.policy.residency)

given contains "policy.content" if input.policy.content in {"full", "redacted", "none"}

given contains "policy.limits.requestsPerMinute" if is_amount(input.policy.limits.requestsPerMinute)

given contains "policy.limits.maxRequestBytes" if is_amount(input.policy.limits.maxRequestBytes)

given contains "policy.limits.maxOutputTokens" if is_amount(input.policy.limits.maxOutputTokens)

given contains "policy.injection.maxTokens" if is_amount(input.policy.injection.maxTokens)

given contains "policy.injection.maxItems" if is_amount(input.policy.injection.maxItems)

given contains "policy.injection.kinds" if is_array(input.policy.injection.kinds)

given contains "policy.asking.uniformShare" if is_amount(input.policy.asking.uniformShare)

given contains "policy.asking.informativeShare" if is_amount(input.policy.asking.informativeShare)

given contains "policy.feedback.perPrincipalPerDay" if is_amount(input.policy.feedback.perPrincipalPerDay)

given contains "policy.feedback.perKeyPerDay" if is_amount(input.policy.feedback.perKeyPerDay)

given contains "policy.feedback.maxPrincipalShare" if is_amount(input.policy.feedback.maxPrincipalShare)

given contains "policy.feedback.minPrincipals" if is_amount(input.policy.feedback.minPrincipals)

given contains "policy.learning.learners" if is_array(input.policy.learning.learners)

given contains "policy.learning.modelCallsPerDay" if is_amount(input.policy.learning.modelCallsPerDay)

given contains "policy.envelope.kinds" if is_object(input.policy.envelope.kinds)

given contains "policy.envelope.evaluation.gate" if input.policy.envelope.evaluation.gate in {"enforced", "advisory"}

given contains "policy.envelope.evaluation.margin" if is_amount(input.policy.envelope.evaluation.margin)

given contains "policy.envelope.evaluation.sensitivityGap" if is_amount(input.policy.envelope.evaluation.sensitivityGap)

given contains "policy.envelope.evaluation.maxForgetting" if is_amount(input.policy.envelope.evaluation.maxForgetting)

given contains "policy.envelope.evaluation.minRows" if is_amount(input.policy.envelope.evaluation.minRows)

given contains "policy.envelope.canary.share" if is_amount(input.policy.envelope.canary.share)

given contains "policy.envelope.canary.exchanges" if is_amount(input.policy.envelope.canary.exchanges)

given contains "policy.envelope.canary.maxErrorRate" if is_amount(input.policy.envelope.canary.maxErrorRate)

default revision := ""

revision := input.policyRevision if is_string(input.policyRevision)

# One reason for each absent fact, in the order of their names: sets are sorted.
missing_reasons(paths) := [reason |
	some path in paths
	reason := {
		"code": "missing_fact",
		"message": concat("", [
			"A fact this decision needs is absent or of the wrong type: ",
			path,
			". This is a fault of the gateway, not of the request; report it to its operator.",
		]),
	}
]

is_filled(value) if {
	is_string(value)
	value != ""
}

is_amount(value) if {
	is_number(value)
	value >= 0
}
