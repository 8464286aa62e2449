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
}

missing := needed - given

given contains "policyRevision" if is_filled(input.policyRevision)

given contains "at" if is_filled(input.at)

given contains "policy.tenant" if is_filled(input.policy.tenant)

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
