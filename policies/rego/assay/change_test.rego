package assay.change_test

import data.assay.change
import data.assay.fixtures

decide(difference) := decision if {
	facts := object.union(fixtures.change, difference)
	decision := change.decision with input as facts
}

rejected_for(difference, codes) if {
	decision := decide(difference)
	decision.outcome == {"kind": "reject"}
	fixtures.codes(decision) == codes
}

advisory(difference) := object.union(
	{"policy": {"envelope": {"evaluation": {"gate": "advisory"}}}},
	difference,
)

unconvincing := {
	"rows": 49,
	"sensitive": false,
	"notWorseThanLive": false,
	"notWorseThanBest": false,
	"forgetting": 0.06,
}

test_a_change_that_holds_and_needs_nobody_is_admitted if {
	decide({}) == {
		"outcome": {"kind": "admit", "stage": "live"},
		"reasons": [],
		"policyRevision": "sha256:00",
	}
}

test_a_canary_comes_first_where_its_share_is_positive if {
	decide({"policy": {"envelope": {"canary": {"share": 0.1}}}}).outcome == {
		"kind": "admit",
		"stage": "canary",
	}
}

test_people_are_asked_as_the_kind_says if {
	decide({"change": {"kind": "adapter", "items": 1}}).outcome == {
		"kind": "approvals",
		"approvals": [{"role": "ml", "count": 1}, {"role": "risk", "count": 1}],
		"stage": "live",
	}
}

test_a_count_of_zero_asks_nobody if {
	nobody := {"envelope": {"kinds": {"adapter": {"approvals": [{"role": "ml", "count": 0}]}}}}
	decide({"policy": nobody, "change": {"kind": "adapter", "items": 1}}).outcome.kind == "admit"
}

test_another_tenants_change if rejected_for({"change": {"tenant": "globex"}}, ["tenant_mismatch"])

test_unknown_operation if rejected_for({"change": {"operation": "merge"}}, ["operation_unknown"])

test_proposers_are_learners_and_people if {
	decide({"change": {"proposer": "person:ann"}}).outcome.kind == "admit"
	rejected_for({"change": {"proposer": "app:web"}}, ["proposer_unknown"])
	rejected_for({"change": {"proposer": "learner:"}}, ["proposer_unknown"])
}

test_the_base_must_be_live if rejected_for({"evidence": {"baseIsLive": false}}, ["base_not_live"])

test_a_kind_outside_the_envelope if {
	rejected_for({"change": {"kind": "prompt"}}, ["kind_not_allowed", "too_many_items", "too_large"])
}

test_sizes if {
	rejected_for({"change": {"items": 101}}, ["too_many_items"])
	rejected_for({"change": {"bytes": 1001}}, ["too_large"])
}

test_findings if rejected_for({"evidence": {"findings": ["secret"]}}, ["scan_findings"])

test_smoke if rejected_for({"evidence": {"smokeTested": false}}, ["smoke_test_failed"])

test_each_part_of_the_evaluation if {
	rejected_for({"evidence": {"rows": 49}}, ["too_few_rows"])
	rejected_for({"evidence": {"sensitive": false}}, ["not_sensitive"])
	rejected_for({"evidence": {"notWorseThanLive": false}}, ["worse_than_live"])
	rejected_for({"evidence": {"notWorseThanBest": false}}, ["worse_than_best"])
	rejected_for({"evidence": {"forgetting": 0.06}}, ["forgets"])
}

test_every_failed_condition_gives_its_reason if {
	rejected_for(
		{"evidence": object.union(unconvincing, {"findings": ["pii"]})},
		[
			"scan_findings",
			"too_few_rows",
			"not_sensitive",
			"worse_than_live",
			"worse_than_best",
			"forgets",
		],
	)
}

test_an_advisory_gate_stops_no_unconvincing_change if {
	decide(advisory({"evidence": unconvincing})).outcome.kind == "admit"
}

test_an_advisory_gate_still_stops_the_rest if {
	rejected_for(advisory({"evidence": {"findings": ["secret"]}}), ["scan_findings"])
	rejected_for(advisory({"evidence": {"smokeTested": false}}), ["smoke_test_failed"])
	rejected_for(advisory({"evidence": {"baseIsLive": false}}), ["base_not_live"])
	rejected_for(advisory({"change": {"items": 101}}), ["too_many_items"])
	rejected_for(advisory({"change": {"kind": "prompt", "items": 0}}), [
		"kind_not_allowed",
		"too_many_items",
		"too_large",
	])
}

test_an_unknown_gate_stops_everything if {
	rejected_for({"policy": {"envelope": {"evaluation": {"gate": "off"}}}}, ["missing_fact"])
}

test_retiring_needs_no_evaluation if {
	facts := {
		"change": {"operation": "retire", "kind": "prompt", "items": 999},
		"evidence": object.union(unconvincing, {"findings": ["secret"], "smokeTested": false}),
	}
	decide(facts).outcome.kind == "admit"
}

test_retiring_still_asks_people_and_needs_a_live_base if {
	decide({"change": {"operation": "retire", "kind": "adapter"}}).outcome.kind == "approvals"
	rejected_for(
		{"change": {"operation": "retire"}, "evidence": {"baseIsLive": false}},
		["base_not_live"],
	)
}

test_each_fact_in_turn if {
	every path in [
		"at",
		"change/bytes",
		"change/id",
		"change/items",
		"change/kind",
		"change/operation",
		"change/proposer",
		"change/tenant",
		"evidence/baseIsLive",
		"evidence/digest",
		"evidence/findings",
		"evidence/forgetting",
		"evidence/notWorseThanBest",
		"evidence/notWorseThanLive",
		"evidence/rows",
		"evidence/sensitive",
		"evidence/smokeTested",
		"policy/envelope/kinds/examples/approvals",
		"policy/envelope/kinds/examples/maxBytes",
		"policy/envelope/kinds/examples/maxItems",
		"policyRevision",
	] {
		facts := json.remove(fixtures.change, [path])
		decision := change.decision with input as facts
		decision.outcome == {"kind": "reject"}
		fixtures.codes(decision) == ["missing_fact"]
	}
}

test_an_absent_envelope_is_missing_whole_and_in_part if {
	facts := json.remove(fixtures.change, ["policy/envelope/kinds"])
	decision := change.decision with input as facts
	decision.outcome == {"kind": "reject"}
	fixtures.codes(decision) == ["missing_fact", "missing_fact"]
}

test_approval_rules_are_well_formed if {
	every rule in [{"role": "ml"}, {"count": 1}, {"role": "", "count": 1}, {"role": "ml", "count": -1}] {
		rules := {"envelope": {"kinds": {"examples": {"approvals": [rule]}}}}
		rejected_for({"policy": rules}, ["missing_fact"])
	}
}
