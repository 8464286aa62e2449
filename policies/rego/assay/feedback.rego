# METADATA
# description: Whether a signal counts for learning. The caps keep one person, or one app, from teaching alone.
# schemas:
#   - input: schema.feedback
package assay.feedback

import data.assay.policy

# METADATA
# entrypoint: true
decision := {
	"admit": admit,
	"reasons": reasons,
	"policyRevision": policy.revision,
}

conditions := [
	{
		"code": "tenant_mismatch",
		"message": "The credential belongs to another tenant than this policy. Use an app key of this tenant.",
	},
	{
		"code": "signal_unknown",
		"message": "This kind of signal is not known. Send a boolean, float, comment or demonstration.",
	},
	{
		"code": "principal_cap",
		"message": "This user's signals for today are used up; this one is kept but teaches nothing.",
	},
	{
		"code": "key_cap",
		"message": "This app key's signals for today are used up; this one is kept but teaches nothing.",
	},
]

held contains "tenant_mismatch" if input.caller.tenant == input.policy.tenant

held contains "signal_unknown" if input.signal in {"boolean", "float", "comment", "demonstration"}

held contains "principal_cap" if input.principalToday < input.policy.feedback.perPrincipalPerDay

held contains "key_cap" if input.keyToday < input.policy.feedback.perKeyPerDay

missing := policy.missing | (needed - given)

needed := {
	"caller.tenant",
	"caller.app",
	"caller.keyId",
	"principal",
	"signal",
	"principalToday",
	"keyToday",
}

given contains "caller.tenant" if policy.is_filled(input.caller.tenant)

given contains "caller.app" if policy.is_filled(input.caller.app)

given contains "caller.keyId" if policy.is_filled(input.caller.keyId)

given contains "principal" if policy.is_filled(input.principal)

given contains "signal" if policy.is_filled(input.signal)

given contains "principalToday" if policy.is_amount(input.principalToday)

given contains "keyToday" if policy.is_amount(input.keyToday)

reasons := policy.missing_reasons(missing) if {
	count(missing) > 0
} else := [condition |
	some condition in conditions
	not condition.code in held
]

default admit := false

admit if {
	count(missing) == 0
	count(reasons) == 0
}
