package assay.route_test

import data.assay.fixtures
import data.assay.route

usable(targets) := positions if {
	facts := object.union(fixtures.request, {"targets": targets})
	positions := route.usable with input as facts
}

test_configured_comes_from_the_alias_and_adapter_from_the_release if {
	usable([fixtures.configured, fixtures.adapter]) == [0, 1]
}

test_order_is_kept_and_unusable_ones_are_left_out if {
	elsewhere := object.union(fixtures.configured, {"target": {"region": "us"}})
	usable([elsewhere, fixtures.adapter, elsewhere, fixtures.configured]) == [1, 3]
}

test_any_region_is_allowed_where_residency_says_any if {
	elsewhere := object.union(fixtures.configured, {"target": {"region": "us"}})
	facts := object.union(fixtures.request, {"policy": {"residency": ["any"]}, "targets": [elsewhere]})
	route.usable == [0] with input as facts
}

test_no_region_is_in_no_residency if {
	facts := object.union(fixtures.request, {
		"policy": {"residency": ["any"]},
		"targets": [json.remove(fixtures.configured, ["target/region"])],
	})
	route.usable == [] with input as facts
}

test_a_surface_is_reached_by_its_own_requests_alone if {
	surface := {
		"target": {"kind": "pass_through", "provider": "p", "model": "audio", "region": "eu"},
		"source": "surface",
		"tenant": "",
	}
	usable([surface]) == []
	facts := object.union(fixtures.request, {"request": {"endpoint": "audio"}, "targets": [surface]})
	route.usable == [0] with input as facts
}

test_an_account_of_one_tenant_is_reached_by_no_other if {
	usable([object.union(fixtures.configured, {"tenant": "globex"})]) == []
	usable([object.union(fixtures.adapter, {"tenant": "globex"})]) == []
	usable([object.union(fixtures.configured, {"tenant": "acme"})]) == [0]
}

test_whose_account_it_is_must_be_known if {
	usable([json.remove(fixtures.configured, ["tenant"])]) == []
}

test_everything_else_is_reached_at_an_account_of_its_own_alone if {
	every case in [["acme", [0]], ["globex", []], ["", []]] {
		facts := object.union(fixtures.request, {
			"request": {"endpoint": "everything_else"},
			"targets": [{
				"target": {"kind": "pass_through", "provider": "p", "model": "everything_else", "region": "eu"},
				"source": "surface",
				"tenant": case[0],
			}],
		})
		route.usable == case[1] with input as facts
	}
}

test_an_adapter_outside_a_release_is_unusable if {
	usable([object.union(fixtures.adapter, {"source": "alias"})]) == []
}

test_a_configured_target_is_not_smuggled_in_as_the_release if {
	usable([object.union(fixtures.configured, {"source": "release"})]) == []
}

test_an_adapter_names_its_digest if {
	usable([json.remove(fixtures.adapter, ["target/artifact"])]) == []
}

test_a_target_names_provider_and_model if {
	usable([
		json.remove(fixtures.configured, ["target/provider"]),
		json.remove(fixtures.configured, ["target/model"]),
		object.union(fixtures.configured, {"target": {"model": ""}}),
	]) == []
}
