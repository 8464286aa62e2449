// What OpenAI's own client for JavaScript makes of the gateway. Prints one line a case that held; fails at the first
// that did not.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [packages, baseURL, apiKey, hurriedKey, prefix, ...options] = process.argv.slice(2);
const OpenAI = createRequire(`${packages}/`)("openai");
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const small = `${prefix}small`;
const TEXT = "Grüße an 世界 👋";
const messages = [{ role: "user", content: "Say hello" }];
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const chatTools = [{ type: "function", function: { name: "get_weather", parameters } }];
const responseTools = [{ type: "function", name: "get_weather", parameters, strict: false }];
const cities = [{ city: "Paris" }, { city: "Oslo" }];

async function raises(kind, status, call) {
  const error = await call().then(
    () => assert.fail(`${kind.name} was not raised`),
    (raised) => raised,
  );
  assert.equal(error.constructor, kind, String(error));
  assert.equal(error.status, status);
  assert.ok(error.message && error.requestID, "an error says why and names its request");
  console.log("raised", kind.name, status);
  return error;
}

async function breaksOff(name, stream) {
  let seen = 0;
  const error = await (async () => {
    for await (const event of await stream) seen += event ? 1 : 0;
    assert.fail("a stream that died seemed to end");
  })().catch((raised) => raised);
  assert.ok(error instanceof OpenAI.APIError, String(error));
  assert.match(error.message, /broke off/);
  assert.ok(seen > 0, "what came before is seen");
  console.log("broke off", name);
}

let answer = await client.chat.completions.create({ model: small, messages });
assert.equal(answer.choices[0].message.content, TEXT);
assert.ok(answer.usage.completion_tokens > 0);
console.log("chat");
let stream = client.chat.completions.stream({
  model: small,
  messages,
  stream_options: { include_usage: true },
});
assert.equal(await stream.finalContent(), TEXT);
assert.ok((await stream.totalUsage()).completion_tokens > 0);
console.log("chat stream");
answer = await client.chat.completions.create({ model: small, messages, tools: chatTools });
const calls = answer.choices[0].message.tool_calls;
assert.deepEqual(calls.map((call) => JSON.parse(call.function.arguments)), cities);
console.log("chat tools");
let pieces = 0;
stream = client.chat.completions.stream({ model: small, messages, tools: chatTools });
stream.on("tool_calls.function.arguments.delta", () => pieces++);
const streamed = (await stream.finalMessage()).tool_calls;
assert.deepEqual(streamed.map((call) => JSON.parse(call.function.arguments)), cities);
assert.ok(pieces > cities.length, "arguments come in pieces");
console.log("chat tools stream");
const results = calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: "21" }));
answer = await client.chat.completions.create({
  model: small,
  messages: [...messages, answer.choices[0].message, ...results],
  tools: chatTools,
});
assert.equal(answer.choices[0].message.content, TEXT);
console.log("chat tool results");

answer = await client.responses.create({ model: small, input: "Say hello" });
assert.equal(answer.output_text, TEXT);
assert.ok(answer.usage.output_tokens > 0);
console.log("responses");
const kinds = [];
stream = client.responses.stream({ model: small, input: "Say hello" });
for await (const event of stream) kinds.push(event.type);
assert.equal((await stream.finalResponse()).output_text, TEXT);
assert.equal(kinds.at(0), "response.created");
assert.equal(kinds.at(-1), "response.completed");
console.log("responses stream");
stream = client.responses.stream({ model: small, input: "Weather?", tools: responseTools });
const called = (await stream.finalResponse()).output;
assert.deepEqual(called.map((call) => JSON.parse(call.arguments)), cities);
console.log("responses tools stream");

const chat = (model, more = {}) =>
  client.chat.completions.create({ model: prefix + model, messages, ...more });
await raises(OpenAI.BadRequestError, 400, () => chat("refuses"));
const limited = await raises(OpenAI.RateLimitError, 429, () => chat("limited", { stream: true }));
assert.equal(limited.headers.get("retry-after"), "17");
await raises(OpenAI.InternalServerError, 502, () => chat("fails"));
await raises(OpenAI.NotFoundError, 404, () => chat("unknown"));
await raises(OpenAI.BadRequestError, 400, () => chat("small", { max_tokens: -1 }));
await raises(OpenAI.PermissionDeniedError, 403, () => chat("small", { lora: "mine" }));
const stranger = new OpenAI({ baseURL, apiKey: "sk-assay-unknown", maxRetries: 0 });
await raises(OpenAI.AuthenticationError, 401, () => stranger.models.list());
const hurried = new OpenAI({ baseURL, apiKey: hurriedKey, maxRetries: 0 });
await hurried.responses.create({ model: small, input: "Hi" });
await raises(OpenAI.RateLimitError, 429, () =>
  hurried.responses.create({ model: small, input: "Hi" }),
);
await breaksOff("chat stream", chat("dies", { stream: true }));
await breaksOff(
  "responses stream",
  client.responses.create({ model: `${prefix}dies`, input: "Hi", stream: true }),
);

if (options.includes("--openai-only")) {
  answer = await client.completions.create({ model: small, prompt: "Say hello" });
  assert.equal(answer.choices[0].text, TEXT);
  console.log("completions");
  let text = "";
  stream = await client.completions.create({ model: small, prompt: "Say hello", stream: true });
  for await (const chunk of stream) text += chunk.choices[0]?.text ?? "";
  assert.equal(text, TEXT);
  console.log("completions stream");
  answer = await client.embeddings.create({ model: small, input: ["one", "two"] });
  assert.deepEqual(answer.data.map((row) => row.embedding.length), [3, 3]);
  console.log("embeddings");
}
