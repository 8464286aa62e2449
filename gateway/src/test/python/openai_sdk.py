"""What OpenAI's own client makes of every endpoint. Prints one line a case that held; ends at the first that did not."""

import json
import sys

import openai

base_url, key, hurried_key, prefix = sys.argv[1:5]
client = openai.OpenAI(base_url=base_url, api_key=key, max_retries=0)
small = prefix + "small"
TEXT = "Grüße an 世界 👋"
ask = [{"role": "user", "content": "Say hello"}]
schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
chat_tools = [{"type": "function", "function": {"name": "get_weather", "parameters": schema}}]
response_tools = [{"type": "function", "name": "get_weather", "parameters": schema, "strict": False}]
cities = [{"city": "Paris"}, {"city": "Oslo"}]


def raises(kind, status, call):
    try:
        call()
    except openai.APIStatusError as error:
        assert type(error) is kind, f"{kind.__name__} expected, {error!r} raised"
        assert error.status_code == status, error.status_code
        assert error.body["message"], error.body
        assert error.request_id, "an error names its request"
        print("raised", kind.__name__, error.status_code)
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def breaks_off(name, stream):
    """A stream that dies gives what came, then raises; it never ends as if all had come."""
    seen = []
    try:
        for event in stream:
            seen.append(event)
    except openai.APIError as error:
        assert "broke off" in error.message, error
        assert seen, "what came before is seen"
        print("broke off", name)
        return
    raise AssertionError("a stream that died seemed to end")


# chat
answer = client.chat.completions.create(model=small, messages=ask)
assert answer.choices[0].message.content == TEXT, answer
assert answer.choices[0].finish_reason == "stop", answer
assert answer.usage.prompt_tokens > 0 and answer.usage.completion_tokens > 0, answer
print("chat")
with client.chat.completions.stream(
    model=small, messages=ask, stream_options={"include_usage": True}
) as stream:
    assert "".join(e.delta for e in stream if e.type == "content.delta") == TEXT
    final = stream.get_final_completion()
assert final.choices[0].finish_reason == "stop" and final.usage.completion_tokens > 0, final
print("chat stream")

answer = client.chat.completions.create(model=small, messages=ask, tools=chat_tools)
calls = answer.choices[0].message.tool_calls
assert [json.loads(c.function.arguments) for c in calls] == cities, calls
assert answer.choices[0].finish_reason == "tool_calls"
print("chat tools")
with client.chat.completions.stream(model=small, messages=ask, tools=chat_tools) as stream:
    deltas = [e for e in stream if e.type == "tool_calls.function.arguments.delta"]
    streamed = stream.get_final_completion().choices[0].message.tool_calls
assert len(deltas) > len(cities), "arguments come in pieces"
assert [json.loads(c.function.arguments) for c in streamed] == cities, streamed
assert [c.id for c in streamed] == [c.id for c in calls] and all(c.id for c in calls)
print("chat tools stream")
results = [{"role": "tool", "tool_call_id": c.id, "content": "21 degrees"} for c in calls]
asked = {"role": "assistant", "tool_calls": [c.to_dict() for c in calls]}
answer = client.chat.completions.create(
    model=small, messages=[*ask, asked, *results], tools=chat_tools
)
assert answer.choices[0].message.content == TEXT, answer
print("chat tool results")

# responses
answer = client.responses.create(model=small, input="Say hello", instructions="Be brief.")
assert answer.output_text == TEXT and answer.status == "completed", answer
assert answer.usage.input_tokens > 0 and answer.usage.output_tokens > 0, answer
print("responses")
kinds = []
with client.responses.stream(model=small, input="Say hello") as stream:
    text = ""
    for event in stream:
        kinds.append(event.type)
        text += event.delta if event.type == "response.output_text.delta" else ""
    assert stream.get_final_response().output_text == text == TEXT, text
assert kinds[0] == "response.created" and kinds[-1] == "response.completed", kinds
print("responses stream")
answer = client.responses.create(model=small, input="Weather?", tools=response_tools)
calls = [item for item in answer.output if item.type == "function_call"]
assert [json.loads(c.arguments) for c in calls] == cities, calls
print("responses tools")
with client.responses.stream(model=small, input="Weather?", tools=response_tools) as stream:
    deltas = [e for e in stream if e.type == "response.function_call_arguments.delta"]
    streamed = stream.get_final_response().output
assert len(deltas) > len(cities)
assert [json.loads(c.arguments) for c in streamed if c.type == "function_call"] == cities
print("responses tools stream")
results = [{"type": "function_call_output", "call_id": c.call_id, "output": "21"} for c in calls]
answer = client.responses.create(
    model=small, input=[*ask, *[c.to_dict() for c in calls], *results], tools=response_tools
)
assert answer.output_text == TEXT, answer
print("responses tool results")


def raises_its_own_exceptions():
    messages = dict(messages=ask)
    raises(
        openai.BadRequestError,
        400,
        lambda: client.chat.completions.create(model=prefix + "refuses", **messages),
    )
    raises(
        openai.BadRequestError,
        400,
        lambda: client.responses.create(model=prefix + "refuses", input="Hi"),
    )
    error = raises(
        openai.RateLimitError,
        429,
        lambda: client.responses.create(model=prefix + "limited", input="Hi", stream=True),
    )
    assert error.response.headers["retry-after"] == "17", error.response.headers
    error = raises(
        openai.InternalServerError,
        502,
        lambda: client.chat.completions.create(model=prefix + "fails", **messages),
    )
    assert "stack trace" not in error.message, error
    raises(openai.NotFoundError, 404, lambda: client.responses.create(model="gpt-17", input="Hi"))
    raises(
        openai.BadRequestError,
        400,
        lambda: client.responses.create(model=small, input="Hi", max_output_tokens=-1),
    )
    stranger = openai.OpenAI(base_url=base_url, api_key="sk-assay-unknown", max_retries=0)
    raises(
        openai.AuthenticationError, 401, lambda: stranger.responses.create(model=small, input="Hi")
    )
    hurried = openai.OpenAI(base_url=base_url, api_key=hurried_key, max_retries=0)
    hurried.responses.create(model=small, input="Hi")
    limited = raises(
        openai.RateLimitError, 429, lambda: hurried.responses.create(model=small, input="Hi")
    )
    assert int(limited.response.headers["retry-after"]) > 0
    breaks_off(
        "chat stream",
        client.chat.completions.create(model=prefix + "dies", stream=True, **messages),
    )
    breaks_off(
        "responses stream",
        client.responses.create(model=prefix + "dies", input="Hi", stream=True),
    )


raises_its_own_exceptions()

# what only providers of OpenAI's API have
if "--openai-only" in sys.argv:
    answer = client.completions.create(model=small, prompt="Say hello")
    assert answer.choices[0].text == TEXT and answer.usage.completion_tokens > 0, answer
    print("completions")
    stream = client.completions.create(model=small, prompt="Say hello", stream=True)
    assert "".join(c.text for chunk in stream for c in chunk.choices) == TEXT
    print("completions stream")
    breaks_off(
        "completions stream",
        client.completions.create(model=prefix + "dies", prompt="Say hello", stream=True),
    )
    answer = client.embeddings.create(model=small, input=["one", "two"])
    assert [len(row.embedding) for row in answer.data] == [3, 3], answer
    assert answer.usage.prompt_tokens > 0, answer
    print("embeddings")
