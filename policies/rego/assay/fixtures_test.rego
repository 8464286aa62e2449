# Facts that pass, for the tests to change one at a time.
package assay.fixtures

head := {
	"policyRevision": "sha256:00",
	"at": "2026-01-01T00:00:00Z",
	"policy": {
		"tenant": "acme",
		"models": ["fast"],
		"limits": {
			"requestsPerMinute": 60,
			"maxRequestBytes": 1000,
			"maxOutputTokens": 100,
			"tokensPerMinute": 0,
			"concurrentRequests": 4,
			"tenant": {"requestsPerMinute": 0, "tokensPerMinute": 9000, "concurrentRequests": 0},
			"models": {"fast": {"requestsPerMinute": 30, "tokensPerMinute": 0, "concurrentRequests": 0}},
			"budgets": [{"microUsd": 50000000, "per": "month", "scope": "tenant"}],
		},
		"residency": ["eu"],
		"content": "redacted",
		"injection": {"maxTokens": 500, "maxItems": 8, "kinds": ["examples"]},
		"passThrough": {"surfaces": [{"surface": "audio", "microUsd": 6000}], "unownedObjects": false},
		"asking": {"uniformShare": 0.05, "informativeShare": 0.1},
		"feedback": {
			"perPrincipalPerDay": 10,
			"perKeyPerDay": 100,
			"maxPrincipalShare": 0.2,
			"minPrincipals": 5,
		},
		"learning": {"learners": ["examples"], "modelCallsPerDay": 1000},
		"envelope": {
			"kinds": {
				"examples": {"maxItems": 100, "maxBytes": 1000, "approvals": []},
				"adapter": {"maxItems": 1, "maxBytes": 1000, "approvals": [
					{"role": "ml", "count": 1},
					{"role": "risk", "count": 1},
				]},
			},
			"evaluation": {
				"gate": "enforced",
				"margin": 0.02,
				"sensitivityGap": 0.1,
				"maxForgetting": 0.05,
				"minRows": 50,
			},
			"canary": {"share": 0, "exchanges": 100, "maxErrorRate": 0.05},
		},
		"contentRules": {
			"prompt": {"secrets": "block", "pii": "redact", "injectionMarkers": "flag"},
			"answer": {"secrets": "redact", "pii": "off"},
		},
		"cache": {"ttlSeconds": 0, "maxEntryBytes": 1000},
		"defaultModel": "",
	},
}

caller := {"tenant": "acme", "app": "web", "keyId": "k1"}

configured := {
	"target": {"kind": "configured", "provider": "p", "model": "m-1", "region": "eu"},
	"source": "alias",
	"tenant": "",
}

adapter := {
	"target": {"kind": "adapter", "provider": "p", "model": "a-1", "region": "eu", "artifact": "sha256:aa"},
	"source": "release",
	"tenant": "",
}

request := object.union(head, {
	"caller": caller,
	"purpose": "serve",
	"request": {
		"endpoint": "chat.completions",
		"model": "fast",
		"stream": false,
		"bytes": 1000,
		"messages": 2,
		"fields": ["exploration", "messages", "model"],
		"headers": ["x-assay-episode-id", "x-assay-user"],
		"maxOutputTokens": 100,
		"choices": 8,
	},
	"limits": {
		"withinRate": true,
		"withinTokens": true,
		"withinConcurrency": true,
		"priced": true,
		"withinBudget": true,
		"budgetKnown": true,
		"withinLearningBudget": false,
		"journalSlot": true,
	},
	"release": {"number": 0, "digest": "sha256:bb"},
	"targets": [configured, adapter],
})

feedback := object.union(head, {
	"caller": caller,
	"principal": "k1:ann",
	"signal": "boolean",
	"principalToday": 9,
	"keyToday": 99,
})

change := object.union(head, {
	"change": {
		"tenant": "acme",
		"id": "c1",
		"kind": "examples",
		"operation": "add",
		"proposer": "learner:examples",
		"items": 100,
		"bytes": 1000,
	},
	"evidence": {
		"digest": "sha256:cc",
		"baseIsLive": true,
		"findings": [],
		"rows": 50,
		"sensitive": true,
		"notWorseThanLive": true,
		"notWorseThanBest": true,
		"forgetting": 0.05,
		"smokeTested": true,
	},
})

codes(decision) := [reason.code | some reason in decision.reasons]
