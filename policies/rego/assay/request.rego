# METADATA
# description: >-
#   Whether a request may pass, to which targets and with how much learned text. It passes only when every condition of
#   the table below holds positively.
# schemas:
#   - input: schema.request
package assay.request

import data.assay.policy
import data.assay.route

# METADATA
# entrypoint: true
decision := {
	"allow": allow,
	"reasons": reasons,
	"targets": targets,
	"injection": injection,
	"obligations": {"content": content, "contentRules": content_rules},
	"policyRevision": policy.revision,
}

known_endpoints := {"chat.completions", "responses", "completions", "embeddings", "messages", "messages.count_tokens"}

known_headers := {"x-assay-cache", "x-assay-episode-id", "x-assay-timeout-ms", "x-assay-user"}

max_choices := 8

# What to tell whom a condition that does not hold refuses.
messages := {
	"tenant_mismatch": "The credential belongs to another tenant than this policy. Use an app key of this tenant.",
	"endpoint_not_allowed": "This endpoint is not served here. Use one of the model calls, such as /v1/chat/completions, or have the endpoint added to the tenant's pass_through.surfaces.",
	"model_not_allowed": "This model is not allowed for your tenant. GET /v1/models lists those that are.",
	"header_not_allowed": "An unknown x-assay- header was sent. Known are x-assay-cache, x-assay-episode-id, x-assay-timeout-ms and x-assay-user.",
	"adapter_not_released": "A request cannot choose an adapter: one serves only as part of a release. Remove the field.",
	"request_too_large": "The request is larger than the tenant's limits.max_request_bytes. Send less, or have the limit raised.",
	"output_too_large": "max_tokens is above the tenant's limits.max_output_tokens. Ask for less, or have the limit raised.",
	"too_many_choices": "n must be from 1 to 8. Ask for fewer choices.",
	"rate_limited": "Too many requests a minute: of this key, of its tenant, or for this model. Retry after the time in the retry-after header.",
	"tokens_limited": "Too many tokens a minute: of this key, of its tenant, or for this model. Retry after the time in the retry-after header, or ask for a smaller max_tokens.",
	"concurrency_limited": "Too many requests at once: of this key, of its tenant, or for this model. Wait until one of them has ended.",
	"unpriced_model": "This tenant has a budget and this model has no price. The operator: give every target of the model a price in the file under prices in assay.yaml, or mark it free there.",
	"budget_spent": "What is left of a budget does not cover this request at its largest. Ask for a smaller max_tokens, wait for the next period, or have the budget raised.",
	"budget_unknown": "What is left of a budget could not be told in time. Retry after the time in the retry-after header.",
	"learning_budget_spent": "Today's model calls for learning are spent. Wait for tomorrow, or raise learning.model_calls_per_day.",
	"journal_full": "The journal cannot take another exchange now. Retry after the time in the retry-after header.",
	"no_target": "No provider may serve this model for this tenant. The operator: set OPENAI_API_KEY for 'assay serve', name a provider and this model's alias in its --config file, or start it with --sandbox and ask for the model sandbox. Where there is a provider, its region must be in the tenant's residency.",
}

# In the order a person should read them.
conditions := ["tenant_mismatch", "endpoint_not_allowed", "model_not_allowed", "header_not_allowed", "adapter_not_released", "request_too_large", "output_too_large", "too_many_choices", "rate_limited", "tokens_limited", "concurrency_limited", "unpriced_model", "budget_spent", "budget_unknown", "learning_budget_spent", "journal_full", "no_target"]

held contains "tenant_mismatch" if input.caller.tenant == input.policy.tenant

held contains "endpoint_not_allowed" if input.request.endpoint in known_endpoints

held contains "endpoint_not_allowed" if passes_through

held contains "model_not_allowed" if input.request.model in input.policy.models

held contains "model_not_allowed" if {
	passes_through
	input.request.model == ""
}

held contains "header_not_allowed" if every header in input.request.headers {
	header in known_headers
}

held contains "adapter_not_released" if every field in input.request.fields {
	not chooses_adapter(field)
}

held contains "request_too_large" if input.request.bytes <= input.policy.limits.maxRequestBytes

held contains "output_too_large" if input.request.maxOutputTokens <= input.policy.limits.maxOutputTokens

held contains "too_many_choices" if {
	input.request.choices >= 1
	input.request.choices <= max_choices
}

held contains "rate_limited" if input.limits.withinRate == true

held contains "tokens_limited" if input.limits.withinTokens == true

held contains "concurrency_limited" if input.limits.withinConcurrency == true

held contains "unpriced_model" if input.limits.priced == true

held contains "budget_spent" if input.limits.withinBudget == true

held contains "budget_unknown" if input.limits.budgetKnown == true

held contains "learning_budget_spent" if input.purpose == "serve"

held contains "learning_budget_spent" if {
	input.purpose in {"evaluate", "smoke"}
	input.limits.withinLearningBudget == true
}

held contains "journal_full" if input.limits.journalSlot == true

held contains "no_target" if count(route.usable) > 0

# What a tenant's responses call made at a provider is the tenant's to see and to delete.
passes_through if input.request.endpoint == "stored_responses"

passes_through if {
	some rule in input.policy.passThrough.surfaces
	rule.surface == input.request.endpoint
}

# Whatever else an account has passes only where that account is the tenant's alone.
passes_through if {
	some rule in input.policy.passThrough.surfaces
	rule.surface == "everything_else"
	not input.request.endpoint in known_endpoints
	count(input.targets) > 0
	every candidate in input.targets {
		route.at_its_own_account(candidate)
	}
}

# Runtimes name this field adapter_id, adapter_source, merged_adapters, lora, lora_path, lora_request, loraName, peft…;
# whole words are compared, so that "exploration" is no adapter.
chooses_adapter(field) if {
	some word in split(replace(lower(field), "-", "_"), "_")
	some prefix in ["adapter", "lora", "qlora", "peft"]
	startswith(word, prefix)
}

# It would be taken apart by some runtimes and hide what it carries from every rule here.
chooses_adapter("extra_body")

missing := policy.missing | (needed - given)

needed := {
	"policy.models",
	"policy.residency",
	"policy.content",
	"policy.contentRules",
	"policy.limits.requestsPerMinute",
	"policy.limits.maxRequestBytes",
	"policy.limits.maxOutputTokens",
	"policy.limits.tokensPerMinute",
	"policy.limits.concurrentRequests",
	"policy.limits.tenant.requestsPerMinute",
	"policy.limits.tenant.tokensPerMinute",
	"policy.limits.tenant.concurrentRequests",
	"policy.limits.models",
	"policy.limits.budgets",
	"policy.injection.maxTokens",
	"policy.injection.maxItems",
	"policy.injection.kinds",
	"policy.passThrough.surfaces",
	"caller.tenant",
	"caller.app",
	"caller.keyId",
	"purpose",
	"request.endpoint",
	"request.model",
	"request.stream",
	"request.bytes",
	"request.messages",
	"request.fields",
	"request.headers",
	"request.maxOutputTokens",
	"request.choices",
	"limits.withinRate",
	"limits.withinTokens",
	"limits.withinConcurrency",
	"limits.priced",
	"limits.withinBudget",
	"limits.budgetKnown",
	"limits.withinLearningBudget",
	"limits.journalSlot",
	"release.number",
	"release.digest",
	"targets",
}

given contains "policy.models" if is_array(input.policy.models)

given contains "policy.residency" if is_array(input.policy.residency)

given contains "policy.content" if input.policy.content in {"full", "redacted", "none"}

given contains "policy.contentRules" if are_content_rules

given contains "policy.limits.requestsPerMinute" if policy.is_amount(input.policy.limits.requestsPerMinute)

given contains "policy.limits.maxRequestBytes" if policy.is_amount(input.policy.limits.maxRequestBytes)

given contains "policy.limits.maxOutputTokens" if policy.is_amount(input.policy.limits.maxOutputTokens)

given contains "policy.limits.tokensPerMinute" if policy.is_amount(input.policy.limits.tokensPerMinute)

given contains "policy.limits.concurrentRequests" if policy.is_amount(input.policy.limits.concurrentRequests)

given contains "policy.limits.tenant.requestsPerMinute" if policy.is_amount(input.policy.limits.tenant.requestsPerMinute)

given contains "policy.limits.tenant.tokensPerMinute" if policy.is_amount(input.policy.limits.tenant.tokensPerMinute)

given contains "policy.limits.tenant.concurrentRequests" if policy.is_amount(input.policy.limits.tenant.concurrentRequests)

given contains "policy.limits.models" if is_object(input.policy.limits.models)

given contains "policy.limits.budgets" if is_array(input.policy.limits.budgets)

given contains "policy.injection.maxTokens" if policy.is_amount(input.policy.injection.maxTokens)

given contains "policy.injection.maxItems" if policy.is_amount(input.policy.injection.maxItems)

given contains "policy.injection.kinds" if is_array(input.policy.injection.kinds)

given contains "policy.passThrough.surfaces" if is_array(input.policy.passThrough.surfaces)

given contains "caller.tenant" if policy.is_filled(input.caller.tenant)

given contains "caller.app" if policy.is_filled(input.caller.app)

given contains "caller.keyId" if policy.is_filled(input.caller.keyId)

given contains "purpose" if input.purpose in {"serve", "evaluate", "smoke"}

given contains "request.endpoint" if policy.is_filled(input.request.endpoint)

given contains "request.model" if is_string(input.request.model)

given contains "request.stream" if is_boolean(input.request.stream)

given contains "request.bytes" if policy.is_amount(input.request.bytes)

given contains "request.messages" if policy.is_amount(input.request.messages)

given contains "request.fields" if are_names(input.request.fields)

given contains "request.headers" if are_names(input.request.headers)

given contains "request.maxOutputTokens" if policy.is_amount(input.request.maxOutputTokens)

given contains "request.choices" if is_number(input.request.choices)

given contains "limits.withinRate" if is_boolean(input.limits.withinRate)

given contains "limits.withinTokens" if is_boolean(input.limits.withinTokens)

given contains "limits.withinConcurrency" if is_boolean(input.limits.withinConcurrency)

given contains "limits.priced" if is_boolean(input.limits.priced)

given contains "limits.withinBudget" if is_boolean(input.limits.withinBudget)

given contains "limits.budgetKnown" if is_boolean(input.limits.budgetKnown)

given contains "limits.withinLearningBudget" if is_boolean(input.limits.withinLearningBudget)

given contains "limits.journalSlot" if is_boolean(input.limits.journalSlot)

given contains "release.number" if policy.is_amount(input.release.number)

given contains "release.digest" if policy.is_filled(input.release.digest)

given contains "targets" if is_array(input.targets)

are_names(names) if {
	is_array(names)
	every name in names {
		is_string(name)
	}
}

default allow := false

allow if {
	count(missing) == 0
	every condition in conditions {
		condition in held
	}
}

reasons := [] if {
	allow
} else := policy.missing_reasons(missing) if {
	count(missing) > 0
} else := [{"code": condition, "message": messages[condition]} |
	some condition in conditions
	not condition in held
]

default targets := []

targets := route.usable if allow

default injection := {"maxTokens": 0, "maxItems": 0, "kinds": []}

injection := {
	"maxTokens": input.policy.injection.maxTokens,
	"maxItems": input.policy.injection.maxItems,
	"kinds": input.policy.injection.kinds,
} if {
	allow
}

default content := "none"

content := input.policy.content if input.policy.content in {"full", "redacted"}

# What cannot be read is answered as strictly as can be; the request is refused besides.
default content_rules := {
	"prompt": {"secrets": "block", "pii": "block", "injectionMarkers": "block"},
	"answer": {"secrets": "block", "pii": "block"},
}

content_rules := input.policy.contentRules if are_content_rules

acts := {"off", "flag", "redact", "block"}

are_content_rules if {
	object.keys(input.policy.contentRules) == {"prompt", "answer"}
	object.keys(input.policy.contentRules.prompt) == {"secrets", "pii", "injectionMarkers"}
	object.keys(input.policy.contentRules.answer) == {"secrets", "pii"}
	every act in input.policy.contentRules.prompt {
		act in acts
	}
	every act in input.policy.contentRules.answer {
		act in acts
	}
}
