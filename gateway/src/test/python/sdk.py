"""What OpenAI's own client makes of the gateway. Prints one line a case that held; exits 1 at the first that did not."""

import sys

import openai

base_url, key, hurried_key = sys.argv[1:4]
client = openai.OpenAI(base_url=base_url, api_key=key, max_retries=0)
ask = [
    {"role": "system", "content": "Labels: card_arrival, exchange_rate"},
    {"role": "user", "content": "My card has not arrived"},
]


def raises(kind, status, call):
    try:
        call()
    except openai.APIStatusError as error:
        assert type(error) is kind, f"{kind.__name__} expected, {error!r} raised"
        assert error.status_code == status, error.status_code
        assert error.body["message"] and error.body["code"], error.body
        assert error.request_id, "an error names its request"
        print("raised", kind.__name__)
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


answer = client.chat.completions.create(model="sandbox", messages=ask)
assert answer.choices[0].message.content == "card_arrival", answer
assert answer.usage.total_tokens > 0, answer
print("chat")

text, usage = "", None
stream = client.chat.completions.create(
    model="sandbox", messages=ask, stream=True, stream_options={"include_usage": True}
)
for chunk in stream:
    text += "".join(choice.delta.content or "" for choice in chunk.choices)
    usage = chunk.usage or usage
assert text == "card_arrival", text
assert usage.prompt_tokens > 0 and usage.completion_tokens > 0, usage
print("stream with usage")

assert "sandbox" in [model.id for model in client.models.list()]
assert client.models.retrieve("sandbox").id == "sandbox"
print("models")


def chat(**changed):
    return lambda: client.chat.completions.create(
        **({"model": "sandbox", "messages": ask} | changed)
    )


stranger = openai.OpenAI(base_url=base_url, api_key="sk-assay-unknown", max_retries=0)
hurried = openai.OpenAI(base_url=base_url, api_key=hurried_key, max_retries=0)
raises(openai.AuthenticationError, 401, stranger.models.list)
raises(openai.PermissionDeniedError, 403, chat(extra_body={"lora": "mine"}))
raises(openai.NotFoundError, 404, chat(model="gpt-17"))
raises(openai.BadRequestError, 400, chat(max_tokens=0))
raises(openai.InternalServerError, 503, chat(model="small"))
hurried.chat.completions.create(model="sandbox", messages=ask)
limited = raises(
    openai.RateLimitError,
    429,
    lambda: hurried.chat.completions.create(model="sandbox", messages=ask),
)
assert int(limited.response.headers["retry-after"]) > 0
