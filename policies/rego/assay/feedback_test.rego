package assay.feedback_test

import data.assay.feedback
import data.assay.fixtures

decide(difference) := decision if {
	facts := object.union(fixtures.feedback, difference)
	decision := feedback.decision with input as facts
}

not_admitted_for(difference, codes) if {
	decision := decide(difference)
	decision.admit == false
	fixtures.codes(decision) == codes
}

test_a_signal_below_the_caps_counts if {
	decide({}) == {"admit": true, "reasons": [], "policyRevision": "sha256:00"}
}

test_every_known_signal if {
	every signal in ["boolean", "float", "comment", "demonstration"] {
		decide({"signal": signal}).admit
	}
	not_admitted_for({"signal": "vote"}, ["signal_unknown"])
}

test_another_tenants_credential if {
	not_admitted_for({"caller": {"tenant": "globex"}}, ["tenant_mismatch"])
}

test_the_cap_of_one_principal if not_admitted_for({"principalToday": 10}, ["principal_cap"])

test_the_cap_of_one_key if not_admitted_for({"keyToday": 100}, ["key_cap"])

test_both_caps if {
	not_admitted_for({"principalToday": 11, "keyToday": 101}, ["principal_cap", "key_cap"])
}

test_each_fact_in_turn if {
	every path in [
		"at",
		"caller/app",
		"caller/keyId",
		"caller/tenant",
		"keyToday",
		"policyRevision",
		"principal",
		"principalToday",
		"signal",
	] {
		facts := json.remove(fixtures.feedback, [path])
		decision := feedback.decision with input as facts
		decision.admit == false
		fixtures.codes(decision) == ["missing_fact"]
	}
}
