"""What LangChain makes of the gateway. Prints one line a case that held; ends at the first that did not."""

import sys

import openai
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

base_url, key, hurried_key, prefix = sys.argv[1:5]
TEXT = "Grüße an 世界 👋"
cities = [{"city": "Paris"}, {"city": "Oslo"}]


@tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"21 degrees in {city}"


def model(name="small", credential=key, **more):
    return ChatOpenAI(
        model=prefix + name, base_url=base_url, api_key=credential, max_retries=0, **more
    )


def raises(kind, call):
    try:
        call()
    except kind as error:
        print("raised", type(error).__name__)
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


apis = {"chat": ("limited", {}), "responses": ("limited-too", {"use_responses_api": True})}
for api, (limited, more) in apis.items():
    chat = model(**more)
    answer = chat.invoke("Say hello")
    assert answer.text == TEXT, answer
    assert answer.usage_metadata["output_tokens"] > 0, answer
    print(api)
    whole = None
    for chunk in model(stream_usage=True, **more).stream("Say hello"):
        whole = chunk if whole is None else whole + chunk
    assert whole.text == TEXT and whole.usage_metadata["output_tokens"] > 0, whole
    print(api, "stream")
    talk = [HumanMessage("Weather in Paris and Oslo?")]
    able = chat.bind_tools([get_weather])
    answer = able.invoke(talk)
    assert [call["args"] for call in answer.tool_calls] == cities, answer
    print(api, "tools")
    whole = None
    for chunk in able.stream(talk):
        whole = chunk if whole is None else whole + chunk
    assert [call["args"] for call in whole.tool_calls] == cities, whole
    print(api, "tools stream")
    results = [get_weather.invoke(call) for call in answer.tool_calls]
    assert all(isinstance(result, ToolMessage) for result in results)
    assert able.invoke([*talk, answer, *results]).text == TEXT
    print(api, "tool results")
    raises(openai.BadRequestError, lambda: model("refuses", **more).invoke("Hi"))
    raises(openai.RateLimitError, lambda: model(limited, **more).invoke("Hi"))
    raises(openai.InternalServerError, lambda: model("fails", **more).invoke("Hi"))
    raises(openai.NotFoundError, lambda: model("unknown", **more).invoke("Hi"))
    raises(openai.AuthenticationError, lambda: model(credential="sk-x", **more).invoke("Hi"))
    error = raises(openai.APIError, lambda: list(model("dies", **more).stream("Hi")))
    assert "broke off" in str(error), error

if "--openai-only" in sys.argv:
    embeddings = OpenAIEmbeddings(
        model=prefix + "small", base_url=base_url, api_key=key, check_embedding_ctx_length=False
    )
    assert [len(row) for row in embeddings.embed_documents(["one", "two"])] == [3, 3]
    print("embeddings")
