package assay.request_test

import data.assay.fixtures
import data.assay.request

decide(difference) := decision if {
	facts := object.union(fixtures.request, difference)
	decision := request.decision with input as facts
}

refused_for(difference, codes) if {
	decision := decide(difference)
	decision.allow == false
	decision.targets == []
	decision.injection == {"maxTokens": 0, "maxItems": 0, "kinds": []}
	fixtures.codes(decision) == codes
}

test_a_request_within_every_limit_passes if {
	decide({}) == {
		"allow": true,
		"reasons": [],
		"targets": [0, 1],
		"injection": {"maxTokens": 500, "maxItems": 8, "kinds": ["examples"]},
		"obligations": {"content": "redacted", "contentRules": fixtures.head.policy.contentRules},
		"policyRevision": "sha256:00",
	}
}

test_another_tenants_credential if {
	refused_for({"caller": {"tenant": "globex"}}, ["tenant_mismatch"])
}

test_unknown_endpoint if {
	refused_for({"request": {"endpoint": "files"}}, ["endpoint_not_allowed"])
}

passing(endpoint, model) := object.union(fixtures.request, {
	"request": {"endpoint": endpoint, "model": model},
	"targets": [{
		"target": {"kind": "pass_through", "provider": "p", "model": endpoint, "region": "eu"},
		"source": "surface",
		"tenant": "",
	}],
})

opened(endpoint, tenant) := object.union(passing(endpoint, ""), {
	"policy": {"passThrough": {"surfaces": [{"surface": "everything_else", "microUsd": 0}]}},
	"targets": [object.union(passing(endpoint, "").targets[0], {"tenant": tenant})],
})

test_everything_else_passes_at_an_account_of_the_tenants_own if {
	every endpoint in ["everything_else", "files"] {
		request.decision.allow with input as opened(endpoint, "acme")
	}
}

test_everything_else_does_not_open_an_account_that_is_shared_or_anothers if {
	every tenant in ["", "globex"] {
		every endpoint in ["everything_else", "files"] {
			not request.decision.allow with input as opened(endpoint, tenant)
		}
	}
}

test_an_account_of_its_own_opens_nothing_by_itself if {
	facts := object.union(opened("everything_else", "acme"), {"policy": {"passThrough": {"surfaces": []}}})
	fixtures.codes(request.decision) == ["endpoint_not_allowed", "model_not_allowed"] with input as facts
}

test_everything_else_is_no_way_around_what_model_calls_are_held_to if {
	facts := object.union(opened("chat.completions", "acme"), {"request": {"model": "slow"}})
	"model_not_allowed" in fixtures.codes(request.decision) with input as facts
}

test_what_the_tenants_file_names_passes_through if {
	request.decision.allow with input as passing("audio", "")
	not request.decision.allow with input as passing("files", "")
}

test_a_tenants_own_stored_responses_pass_through if {
	request.decision.allow with input as passing("stored_responses", "")
}

test_a_model_named_in_what_passes_through_is_one_of_the_tenants if {
	fixtures.codes(request.decision) == ["model_not_allowed"] with input as passing("audio", "slow")
}

test_a_model_call_names_a_model if {
	refused_for({"request": {"model": ""}}, ["model_not_allowed"])
}

test_model_that_is_not_listed if {
	refused_for({"request": {"model": "slow"}}, ["model_not_allowed"])
}

test_model_is_checked_for_learning_too if {
	every purpose in ["evaluate", "smoke"] {
		refused_for(
			{"purpose": purpose, "request": {"model": "slow"}, "limits": {"withinLearningBudget": true}},
			["model_not_allowed"],
		)
	}
}

test_unknown_assay_header if {
	refused_for({"request": {"headers": ["x-assay-adapter", "x-assay-user"]}}, ["header_not_allowed"])
}

test_every_field_that_picks_an_adapter if {
	every field in [
		"adapter",
		"adapter_id",
		"adapter_source",
		"adapters",
		"Adapter-Name",
		"extra_body",
		"lora",
		"lora_name",
		"lora_path",
		"lora_request",
		"loraPath",
		"merged_adapters",
		"peft",
		"qlora_name",
	] {
		refused_for({"request": {"fields": ["messages", field]}}, ["adapter_not_released"])
	}
}

test_too_many_bytes if refused_for({"request": {"bytes": 1001}}, ["request_too_large"])

test_too_much_output if refused_for({"request": {"maxOutputTokens": 101}}, ["output_too_large"])

test_choices_have_two_ends if {
	refused_for({"request": {"choices": 9}}, ["too_many_choices"])
	refused_for({"request": {"choices": 0}}, ["too_many_choices"])
}

test_rate if refused_for({"limits": {"withinRate": false}}, ["rate_limited"])

test_tokens if refused_for({"limits": {"withinTokens": false}}, ["tokens_limited"])

test_concurrency if refused_for({"limits": {"withinConcurrency": false}}, ["concurrency_limited"])

test_model_without_a_price if refused_for({"limits": {"priced": false}}, ["unpriced_model"])

test_budget if {
	refused_for({"limits": {"withinBudget": false}}, ["budget_spent"])
	refused_for({"limits": {"budgetKnown": false}}, ["budget_unknown"])
}

test_money_limits_learning_too if {
	every purpose in ["evaluate", "smoke"] {
		refused_for(
			{"purpose": purpose, "limits": {"withinLearningBudget": true, "withinBudget": false}},
			["budget_spent"],
		)
	}
}

test_journal_without_room if refused_for({"limits": {"journalSlot": false}}, ["journal_full"])

test_learning_stays_within_its_budget_and_serving_needs_none if {
	refused_for({"purpose": "evaluate"}, ["learning_budget_spent"])
	refused_for({"purpose": "smoke"}, ["learning_budget_spent"])
	decide({"purpose": "evaluate", "limits": {"withinLearningBudget": true}}).allow
	decide({}).allow
}

test_no_usable_target if {
	refused_for({"targets": []}, ["no_target"])
	refused_for({"policy": {"residency": ["us"]}}, ["no_target"])
}

test_no_usable_target_says_what_to_do if {
	message := decide({"targets": []}).reasons[0].message
	every way in ["OPENAI_API_KEY", "--config", "--sandbox", "residency"] {
		contains(message, way)
	}
}

test_reasons_stand_in_the_order_of_the_table if {
	refused_for(
		{"targets": [], "request": {"bytes": 5000, "model": "slow"}, "limits": {"withinRate": false}},
		["model_not_allowed", "request_too_large", "rate_limited", "no_target"],
	)
}

test_unknown_purpose_is_a_missing_fact if refused_for({"purpose": "train"}, ["missing_fact"])

test_content_is_kept_as_the_policy_says_even_of_a_refused_request if {
	decide({"request": {"model": "slow"}}).obligations.content == "redacted"
	decide({"policy": {"content": "full"}}).obligations.content == "full"
	decide({"policy": {"content": "none"}}).obligations.content == "none"
	decide({"policy": {"content": "everything"}}).obligations.content == "none"
}

test_content_rules_are_those_of_the_policy_and_the_strictest_where_it_has_none if {
	rules := {
		"prompt": {"secrets": "off", "pii": "off", "injectionMarkers": "off"},
		"answer": {"secrets": "off", "pii": "block"},
	}
	decide({"policy": {"contentRules": rules}}).obligations.contentRules == rules
	refused_for({"policy": {"contentRules": {"answer": {"pii": "hide"}}}}, ["missing_fact"])
	every act in decide({"policy": {"contentRules": {"prompt": null}}}).obligations.contentRules.prompt {
		act == "block"
	}
}

test_nothing_known_is_refused_with_a_complete_decision if {
	decision := request.decision with input as {}
	object.keys(decision) == {
		"allow",
		"reasons",
		"targets",
		"injection",
		"obligations",
		"policyRevision",
	}
	decision.allow == false
	decision.policyRevision == ""
	count(decision.reasons) == 45
	every code in fixtures.codes(decision) {
		code == "missing_fact"
	}
}

test_a_name_that_is_no_text_is_a_missing_fact if {
	refused_for({"request": {"fields": ["messages", 1]}}, ["missing_fact"])
	refused_for({"request": {"headers": [null]}}, ["missing_fact"])
}

test_each_fact_in_turn if {
	every path in [
		"at",
		"caller/app",
		"caller/keyId",
		"caller/tenant",
		"limits/budgetKnown",
		"limits/journalSlot",
		"limits/priced",
		"limits/withinBudget",
		"limits/withinConcurrency",
		"limits/withinLearningBudget",
		"limits/withinRate",
		"limits/withinTokens",
		"policyRevision",
		"purpose",
		"release/digest",
		"release/number",
		"request/bytes",
		"request/choices",
		"request/endpoint",
		"request/fields",
		"request/headers",
		"request/maxOutputTokens",
		"request/messages",
		"request/model",
		"request/stream",
		"targets",
	] {
		facts := json.remove(fixtures.request, [path])
		decision := request.decision with input as facts
		decision.allow == false
		fixtures.codes(decision) == ["missing_fact"]
		contains(decision.reasons[0].message, replace(path, "/", "."))
	}
}
