package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.sandbox.Completion;
import dev.assay.learners.sandbox.LabelOdds;
import dev.assay.learners.sandbox.LowRankAdapter;
import dev.assay.learners.sandbox.Message;
import dev.assay.learners.sandbox.Prompt;
import dev.assay.learners.sandbox.SandboxModel;
import dev.assay.policies.canonical.CanonicalJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers chat completions, whole or as server-sent events. */
final class ChatEndpoint {
  private final Encoder encoder;
  private final SandboxModel model;
  private final LoadedAdapters adapters;
  private final Workers workers;
  private final Logprobs logprobs;

  ChatEndpoint(Encoder encoder, LoadedAdapters adapters, Workers workers) {
    this.encoder = encoder;
    this.model = new SandboxModel(encoder);
    this.adapters = adapters;
    this.workers = workers;
    this.logprobs = new Logprobs(encoder);
  }

  private record Answer(
      ChatRequest request, Completion completion, List<LabelOdds.Token> odds, int promptTokens) {}

  Future<Void> handle(byte[] body, HttpServerResponse response) {
    return workers
        .run(() -> answer(body))
        .map(answer -> {
          if (answer.request().stream()) {
            response.putHeader("cache-control", "no-cache");
            Reply.bytes(response, "text/event-stream", events(answer));
          } else {
            Reply.json(response, whole(answer));
          }
          return null;
        });
  }

  private Answer answer(byte[] body) {
    ChatRequest request = ChatRequest.parse(body);
    LowRankAdapter adapter = adapters.serving(request.model());
    Map<String, Double> scores = model.scores(Prompt.read(request.messages()), adapter);
    String text = SandboxModel.likeliest(scores);
    Completion completion = Completion.of(text, request.stops(), request.maxTokens(), encoder);
    int promptTokens = 0;
    for (Message message : request.messages()) {
      promptTokens += encoder.countTokens(message.content());
    }
    List<LabelOdds.Token> odds =
        request.logprobs()
            ? logprobs.of(scores, text, completion.tokens(), request.topLogprobs())
            : List.of();
    return new Answer(request, completion, odds, promptTokens);
  }

  private static ObjectNode envelope(Answer answer, String id, String object) {
    return CanonicalJson.MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", object)
        .put("created", Instant.now().getEpochSecond())
        .put("model", answer.request().model());
  }

  private static ObjectNode whole(Answer answer) {
    ObjectNode body = envelope(answer, newId(), "chat.completion");
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", answer.completion().content())
        .putNull("refusal");
    choice.set("logprobs", logprobs(answer.request(), answer.odds()));
    choice.put("finish_reason", answer.completion().finishReason());
    body.set("usage", usage(answer));
    return body;
  }

  private static ObjectNode usage(Answer answer) {
    int completionTokens = answer.completion().tokens();
    return CanonicalJson.MAPPER
        .createObjectNode()
        .put("prompt_tokens", answer.promptTokens())
        .put("completion_tokens", completionTokens)
        .put("total_tokens", answer.promptTokens() + completionTokens);
  }

  /** Every event at once: the whole answer is known before its first token. */
  private static byte[] events(Answer answer) {
    String id = newId();
    Buffer events = Buffer.buffer();
    ObjectNode role = CanonicalJson.MAPPER.createObjectNode();
    event(events, chunk(answer, id, role.put("role", "assistant").put("content", ""), null));
    List<String> pieces = answer.completion().pieces();
    for (int i = 0; i < pieces.size(); i++) {
      ObjectNode delta = CanonicalJson.MAPPER.createObjectNode().put("content", pieces.get(i));
      ObjectNode chunk = chunk(answer, id, delta, null);
      List<LabelOdds.Token> odds =
          i < answer.odds().size() ? answer.odds().subList(i, i + 1) : List.of();
      ((ObjectNode) chunk.path("choices").path(0))
          .set("logprobs", logprobs(answer.request(), odds));
      event(events, chunk);
    }
    ObjectNode nothing = CanonicalJson.MAPPER.createObjectNode();
    event(events, chunk(answer, id, nothing, answer.completion().finishReason()));
    if (answer.request().includeUsage()) {
      ObjectNode last = envelope(answer, id, "chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage(answer));
      event(events, last);
    }
    return events.appendString("data: [DONE]\n\n").getBytes();
  }

  private static ObjectNode chunk(
      Answer answer, String id, ObjectNode delta, @Nullable String finishReason) {
    ObjectNode chunk = envelope(answer, id, "chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    if (answer.request().includeUsage()) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  private static JsonNode logprobs(ChatRequest request, List<LabelOdds.Token> odds) {
    return request.logprobs() ? Logprobs.json(odds) : NullNode.getInstance();
  }

  private static void event(Buffer events, JsonNode data) {
    events.appendString("data: ").appendBytes(Json.bytes(data));
    events.appendBytes("\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private static String newId() {
    return "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
  }
}
