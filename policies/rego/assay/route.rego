# METADATA
# description: Which of a request's candidate targets may serve it. Nothing is usable that no rule here names.
# schemas:
#   - input: schema.request
package assay.route

import data.assay.policy

# Positions in input.targets, in the order routing would try them.
usable := [position |
	some position, candidate in input.targets
	from_its_own_source(candidate)
	at_an_account_it_may_use(candidate)
	in_residency(candidate.target.region)
	policy.is_filled(candidate.target.provider)
	policy.is_filled(candidate.target.model)
]

from_its_own_source(candidate) if {
	candidate.target.kind == "configured"
	candidate.source == "alias"
}

# An adapter exists only inside a release: no configuration and no client can bring one.
from_its_own_source(candidate) if {
	candidate.target.kind == "adapter"
	candidate.source == "release"
	startswith(candidate.target.artifact, "sha256:")
}

# Nothing is asked of a model there, so no alias can lead there.
from_its_own_source(candidate) if {
	candidate.target.kind == "pass_through"
	candidate.source == "surface"
	candidate.target.model == input.request.endpoint
	candidate.target.model != "everything_else"
}

from_its_own_source(candidate) if {
	candidate.target.kind == "pass_through"
	candidate.source == "surface"
	candidate.target.model == input.request.endpoint
	at_its_own_account(candidate)
}

at_an_account_it_may_use(candidate) if candidate.tenant == ""

at_an_account_it_may_use(candidate) if at_its_own_account(candidate)

at_its_own_account(candidate) if {
	policy.is_filled(candidate.tenant)
	candidate.tenant == input.caller.tenant
}

in_residency(region) if {
	is_string(region)
	region in input.policy.residency
}

in_residency(region) if {
	is_string(region)
	"any" in input.policy.residency
}
