"""What Anthropic's own client makes of the gateway. Prints one line a case that held; ends at the first that did not."""

import sys

import anthropic

base_url, key, hurried_key, prefix = sys.argv[1:5]
client = anthropic.Anthropic(base_url=base_url, api_key=key, max_retries=0)
small = prefix + "small"
TEXT = "Grüße an 世界 👋"
ask = {"max_tokens": 64, "messages": [{"role": "user", "content": "Say hello"}]}
schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
tools = [{"name": "get_weather", "description": "The weather", "input_schema": schema}]
cities = [{"city": "Paris"}, {"city": "Oslo"}]


def raises(kind, status, word, call):
    try:
        call()
    except anthropic.APIStatusError as error:
        assert isinstance(error, kind), f"{kind.__name__} expected, {error!r} raised"
        assert error.status_code == status, error.status_code
        assert error.body["type"] == "error", error.body
        assert error.body["error"]["type"] == word, error.body
        assert error.body["error"]["message"], error.body
        print("raised", word, status)
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


answer = client.messages.create(model=small, system="Be brief.", **ask)
assert [block.text for block in answer.content] == [TEXT], answer
assert answer.stop_reason == "end_turn", answer
assert answer.usage.input_tokens > 0 and answer.usage.output_tokens > 0, answer
print("messages")
with client.messages.stream(model=small, **ask) as stream:
    assert "".join(stream.text_stream) == TEXT
    final = stream.get_final_message()
assert final.stop_reason == "end_turn" and final.usage.output_tokens > 0, final
print("messages stream")

answer = client.messages.create(model=small, tools=tools, **ask)
calls = [block for block in answer.content if block.type == "tool_use"]
assert [call.input for call in calls] == cities and answer.stop_reason == "tool_use", answer
print("tools")
with client.messages.stream(model=small, tools=tools, **ask) as stream:
    pieces = [event for event in stream if event.type == "input_json"]
    final = stream.get_final_message()
assert len(pieces) > len(cities), "arguments come in pieces"
assert [b.input for b in final.content if b.type == "tool_use"] == cities, final
print("tools stream")
results = [{"type": "tool_result", "tool_use_id": call.id, "content": "21"} for call in calls]
talk = [
    *ask["messages"],
    {"role": "assistant", "content": [call.to_dict() for call in calls]},
    {"role": "user", "content": results},
]
answer = client.messages.create(model=small, max_tokens=64, tools=tools, messages=talk)
assert answer.content[0].text == TEXT, answer
print("tool results")

counted = client.messages.count_tokens(model=small, messages=ask["messages"], tools=tools)
assert counted.input_tokens > 0, counted
print("count_tokens")

raises(
    anthropic.BadRequestError,
    400,
    "invalid_request_error",
    lambda: client.messages.create(model=prefix + "refuses", **ask),
)
error = raises(
    anthropic.RateLimitError,
    429,
    "rate_limit_error",
    lambda: client.messages.create(model=prefix + "limited", stream=True, **ask),
)
assert error.response.headers["retry-after"] == "17", error.response.headers
error = raises(
    anthropic.InternalServerError,
    502,
    "api_error",
    lambda: client.messages.create(model=prefix + "fails", **ask),
)
assert "stack trace" not in str(error), error
raises(
    anthropic.NotFoundError,
    404,
    "not_found_error",
    lambda: client.messages.create(model="claude-17", **ask),
)
raises(
    anthropic.BadRequestError,
    400,
    "invalid_request_error",
    lambda: client.messages.create(model=small, max_tokens=-1, messages=ask["messages"]),
)
raises(
    anthropic.PermissionDeniedError,
    403,
    "permission_error",
    lambda: client.messages.create(model=small, extra_body={"lora": "mine"}, **ask),
)
stranger = anthropic.Anthropic(base_url=base_url, api_key="sk-assay-unknown", max_retries=0)
raises(
    anthropic.AuthenticationError,
    401,
    "authentication_error",
    lambda: stranger.messages.create(model=small, **ask),
)
hurried = anthropic.Anthropic(base_url=base_url, api_key=hurried_key, max_retries=0)
hurried.messages.create(model=small, **ask)
limited = raises(
    anthropic.RateLimitError,
    429,
    "rate_limit_error",
    lambda: hurried.messages.create(model=small, **ask),
)
assert int(limited.response.headers["retry-after"]) > 0

seen = []
try:
    for event in client.messages.create(model=prefix + "dies", stream=True, **ask):
        seen.append(event.type)
    raise AssertionError("a stream that died seemed to end")
except anthropic.APIStatusError as error:
    assert "broke off" in str(error), error
assert seen and "message_stop" not in seen, seen
print("broke off")
