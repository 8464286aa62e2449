package dev.assay.gateway.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.upstream.KeyWatch;
import dev.assay.gateway.upstream.UpstreamAnswer;
import dev.assay.gateway.upstream.UpstreamFailure;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.policies.canonical.ForeignJson;
import dev.assay.policies.judge.Account;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.OpaqueParser;
import dev.assay.policies.tenant.Surface;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Step 9 for what passes through: JSON that makes or lists what a provider keeps is looked into,
 * for whose it is; everything else streams by as it comes.
 */
final class PassedAnswers {
  private static final ObjectMapper JSON = ForeignJson.MAPPER;
  private static final List<String> CARRIED =
      List.of("content-disposition", "content-encoding", "openai-processing-ms");

  private static final int LENGTH_REQUIRED = 411;
  private static final ApiError LENGTHLESS =
      ApiError.invalid(
          "The provider wants to know how long a form is before it begins. Put 'model' before the"
              + " files, and send a content-length.",
          "model",
          "not_served_by_provider");

  private final Recording recording;
  private final Ownership ownership;

  PassedAnswers(Recording recording, Ownership ownership) {
    this.recording = recording;
    this.ownership = ownership;
  }

  Future<Void> pass(Progress.Answering answering, OpaqueBody asked, Reply reply) {
    UpstreamAnswer answer = answering.routed().answer();
    if (answer.status() == 401) {
      // It is about the gateway's own key, which its words may repeat.
      answer.cancel();
      return Future.failedFuture(
          failed(answering, UpstreamErrors.refusedKey(answering.routed().target().provider())));
    }
    if (answer.status() == LENGTH_REQUIRED && asked.isForm()) {
      answer.cancel();
      return Future.failedFuture(failed(answering, LENGTHLESS));
    }
    return asked.account() == Account.OWN
        ? streamed(answering, reply)
        : shared(answering, asked, reply);
  }

  private Future<Void> shared(Progress.Answering answering, OpaqueBody asked, Reply reply) {
    UpstreamAnswer answer = answering.routed().answer();
    boolean json =
        Optional.ofNullable(answer.headers().get("content-type"))
            .filter(OpaqueParser::isJson)
            .isPresent();
    boolean looksInto =
        json && !asked.downloads() && answer.status() < 300 && !asked.method().equals("DELETE");
    boolean mustLook = asked.lists() || (asked.makes() && asked.surface().keeps());
    if (answer.status() < 300 && mustLook && !json) {
      answer.cancel();
      return Future.failedFuture(failed(answering, unreadable()));
    }
    return looksInto ? lookedInto(answering, asked, reply) : streamed(answering, reply);
  }

  private Future<Void> streamed(Progress.Answering answering, Reply reply) {
    return new PassedStream(answering, reply, headers(answering), recording).run();
  }

  private Future<Void> lookedInto(Progress.Answering answering, OpaqueBody asked, Reply reply) {
    UpstreamAnswer answer = answering.routed().answer();
    boolean[] gone = new boolean[1];
    reply.onGone(() -> {
      gone[0] = true;
      answer.cancel();
      Stopped stopped = Stopped.gone(answering, answering.routed().attempts(), reply);
      record(answering, stopped.outcome(), stopped.error().status());
      ErrorAnswer.gone(stopped, reply);
    });
    if (gone[0]) {
      return Future.succeededFuture();
    }
    return answer
        .body()
        .recover(broken ->
            gone[0]
                ? Future.succeededFuture(Buffer.buffer())
                : Future.failedFuture(
                    failed(answering, UpstreamErrors.error((UpstreamFailure) broken))))
        .compose(body ->
            gone[0] ? Future.succeededFuture(new Seen(body)) : owned(answering, asked, body))
        .compose(seen ->
            gone[0]
                ? Future.succeededFuture()
                : whole(answering, seen.shown(), seen.images(), reply));
  }

  /**
   * What was looked into.
   *
   * @param images how many are in it; empty where nobody asked for any
   */
  private record Seen(Buffer shown, OptionalInt images) {
    Seen(Buffer shown) {
      this(shown, OptionalInt.empty());
    }
  }

  /** What of it the tenant may see, once what it names is the tenant's for good. */
  private Future<Seen> owned(Progress.Answering answering, OpaqueBody asked, Buffer body) {
    Progress.Snapshot snapshot = answering.injected().judged().gathered().snapshot();
    TenantId tenant = snapshot.read().caller().tenant();
    TenantPolicy.PassThrough rules = snapshot.policy().policy().passThrough();
    Context loop = Answers.loop();
    String provider = answering.routed().target().provider();
    KeyWatch watch = answering.routed().answer().keyWatch();
    watch.pass(body);
    if (watch.caught()) {
      return Future.failedFuture(failed(answering, unreadable()));
    }
    if (asked.lists()) {
      return ownership
          .visible(tenant, provider, body, rules.unownedObjects(), loop)
          .compose(list ->
              list.map(shown -> Future.succeededFuture(new Seen(shown)))
                  .orElseGet(() -> Future.failedFuture(failed(answering, unreadable()))));
    }
    if (!asked.surface().keeps()) {
      return items(body)
          .map(items -> Future.succeededFuture(new Seen(body, images(asked, items))))
          .orElseGet(() -> Future.failedFuture(failed(answering, unreadable())));
    }
    Optional<JsonNode> answer = object(body);
    if (answer.isEmpty()) {
      return Future.failedFuture(failed(answering, unreadable()));
    }
    Ownership.Standing standing = answering.injected().judged().gathered().standing();
    if (ownership.isYounger(answer.get(), asked.refersTo(), standing)) {
      return Future.failedFuture(failed(answering, Refusals.missing(asked.refersTo().getFirst())));
    }
    // What came of a thing that is nobody's is nobody's too.
    boolean own =
        asked.makes()
            || (standing instanceof Ownership.Standing.Own it && it.provider().isPresent());
    return (own
            ? ownership.claim(tenant, provider, answer.get(), asked.makes(), asked.refersTo(), loop)
            : Future.succeededFuture(true))
        .compose(its ->
            its || !asked.makes()
                ? Future.succeededFuture(new Seen(body))
                : Future.failedFuture(failed(answering, UpstreamErrors.nameTaken())));
  }

  private Future<Void> whole(
      Progress.Answering answering, Buffer shown, OptionalInt images, Reply reply) {
    int status = answering.routed().answer().status();
    MultiMap headers = headers(answering);
    headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(shown.length()));
    reply.onGone(() -> {});
    answering.injected().judged().gathered().trace().firstByte();
    recording.passed(answering, Outcome.ANSWERED, status, images);
    reply.head(status, headers);
    // A client that goes now changes nothing: the exchange is over and recorded.
    return Answers.write(shown, 0, reply).otherwiseEmpty();
  }

  private static MultiMap headers(Progress.Answering answering) {
    MultiMap headers = Heads.of(answering, ExchangeRecord.Asked.NOT, List.of());
    for (String name : CARRIED) {
      String value = answering.routed().answer().headers().get(name);
      if (value != null) {
        headers.set(name, value);
      }
    }
    return headers;
  }

  private void record(Progress.Answering answering, Outcome outcome, int status) {
    record(recording, answering, outcome, status);
  }

  static void record(
      Recording recording, Progress.Answering answering, Outcome outcome, int status) {
    recording.passed(answering, outcome, status, OptionalInt.empty());
  }

  /** How many came, where images were asked for. */
  private static OptionalInt images(OpaqueBody asked, OptionalInt items) {
    return asked.surface() == Surface.IMAGES ? items : OptionalInt.empty();
  }

  /**
   * How many items are in an answer's {@code data}; empty for what is no object. Nothing of it is
   * kept, as pictures are megabytes of text.
   */
  private static Optional<OptionalInt> items(Buffer body) {
    OptionalInt items = OptionalInt.empty();
    try (JsonParser parser = JSON.createParser(body.getBytes())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean data = parser.currentName().equals("data");
        boolean array = parser.nextToken() == JsonToken.START_ARRAY;
        if (data && array) {
          items = OptionalInt.of(skipItems(parser));
        } else {
          parser.skipChildren();
        }
      }
      return parser.nextToken() == null ? Optional.of(items) : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static int skipItems(JsonParser parser) throws IOException {
    int items = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
      items++;
    }
    return items;
  }

  private static Stopped failed(Progress.Answering answering, ApiError error) {
    return Stopped.spoilt(answering, error);
  }

  private static ApiError unreadable() {
    return ApiError.badUpstream(
        "The provider's answer is not what this endpoint answers with.", "upstream_unreadable");
  }

  private static Optional<JsonNode> object(Buffer body) {
    try {
      return Optional.of(JSON.readTree(body.getBytes())).filter(JsonNode::isObject);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
