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

messages := {
	"tenant_mismatch": "The credential belongs to another tenant than this policy. Use an app key of this tenant.",
	"signal_unknown": "This kind of signal is not known. Send a boolean, float, comment or demonstration.",
	"principal_cap": "This user's signals for today are used up; this one is kept but teaches nothing.",
	"key_cap": "This app key's signals for today are used up; this one is kept but teaches nothing.",
}

# In the order a person should read them.
conditions := ["tenant_mismatch", "signal_unknown", "principal_cap", "key_cap"]

held contains "tenant_mismatch" if input.caller.tenant == input.policy.tenant

held contains "signal_unknown" if input.signal in {"boolean", "float", "comment", "demonstration"}

held contains "principal_cap" if input.principalToday < input.policy.feedback.perPrincipalPerDay

held contains "key_cap" if input.keyToday < input.policy.feedback.perKeyPerDay

missing := policy.missing | (needed - given)

needed := {
	"policy.feedback.perPrincipalPerDay",
	"policy.feedback.perKeyPerDay",
	"policy.feedback.maxPrincipalShare",
	"policy.feedback.minPrincipals",
	"caller.tenant",
	"caller.app",
	"caller.keyId",
	"principal",
	"signal",
	"principalToday",
	"keyToday",
}

given contains "policy.feedback.perPrincipalPerDay" if policy.is_amount(input.policy.feedback.perPrincipalPerDay)

given contains "policy.feedback.perKeyPerDay" if policy.is_amount(input.policy.feedback.perKeyPerDay)

given contains "policy.feedback.maxPrincipalShare" if policy.is_amount(input.policy.feedback.maxPrincipalShare)

given contains "policy.feedback.minPrincipals" if policy.is_amount(input.policy.feedback.minPrincipals)

given contains "caller.tenant" if policy.is_filled(input.caller.tenant)

given contains "caller.app" if policy.is_filled(input.caller.app)

given contains "caller.keyId" if policy.is_filled(input.caller.keyId)

given contains "principal" if policy.is_filled(input.principal)

given contains "signal" if policy.is_filled(input.signal)

given contains "principalToday" if policy.is_amount(input.principalToday)

given contains "keyToday" if policy.is_amount(input.keyToday)

default admit := false

admit if {
	count(missing) == 0
	every condition in conditions {
		condition in held
	}
}

reasons := [] if {
	admit
} else := policy.missing_reasons(missing) if {
	count(missing) > 0
} else := [{"code": condition, "message": messages[condition]} |
	some condition in conditions
	not condition in held
]
