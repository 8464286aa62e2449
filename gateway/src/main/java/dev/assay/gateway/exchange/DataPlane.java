package dev.assay.gateway.exchange;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.assay.config.DataPlaneLimits;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.ClientReply;
import dev.assay.gateway.answer.OpenReplies;
import dev.assay.gateway.form.FormReader;
import dev.assay.gateway.tracing.Tracing;
import dev.assay.learners.credentials.AppKey;
import dev.assay.learners.journal.Slots;
import dev.assay.policies.judge.Account;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.Surface;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What applications reach: finds the endpoint, reads the body inside its limits, hands both on. */
public final class DataPlane implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);

  private final Vertx vertx;
  private final Reading reading;
  private final ExchangeFlow flow;
  private final ModelsEndpoint models;
  private final FeedbackEndpoint feedback;
  private final Tracing tracing;
  private final DataPlaneLimits limits;
  private final Clock clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
  private final Slots places;
  private final DirectReplies replies;
  private final OpenReplies open;

  public DataPlane(
      Vertx vertx,
      Reading reading,
      ExchangeFlow flow,
      ModelsEndpoint models,
      FeedbackEndpoint feedback,
      Tracing tracing,
      DataPlaneLimits limits,
      Clock clock) {
    this.vertx = vertx;
    this.reading = reading;
    this.flow = flow;
    this.models = models;
    this.feedback = feedback;
    this.tracing = tracing;
    this.limits = limits;
    this.clock = clock;
    this.replies = new DirectReplies(vertx);
    this.open = new OpenReplies(vertx, limits.clientStallMillis());
    this.places = new Slots(limits.maxConcurrentRequests(), limits.maxConcurrentBytes());
  }

  @Override
  public void handle(HttpServerRequest request) {
    UUID id = ids.generate();
    try {
      serve(request, id);
    } catch (RuntimeException broken) {
      LOG.atError().addKeyValue("exchange", id).setCause(broken).log("request failed");
      replies.refuse(request, id, ApiError.internal());
    }
  }

  /** Tells all who still wait that the gateway stops. Returns how many they were. */
  public int cut() {
    return open.cut();
  }

  private void serve(HttpServerRequest request, UUID id) {
    int hosts = request.headers().getAll("host").size();
    if (hosts > 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_1)) {
      replies.refuse(
          request, id, ApiError.invalid("A request has one Host header.", null, "one_host"));
      return;
    }
    String path = Incoming.path(request);
    boolean post = Incoming.is(request, HttpMethod.POST);
    boolean get = Incoming.is(request, HttpMethod.GET);
    Optional<Endpoint> call = Incoming.endpoint(request).filter(endpoint -> post);
    Optional<RequestLine.Unread> unread =
        call.isPresent() || served(path, post, get)
            ? Optional.empty()
            : Incoming.unread(request, limits, () -> everythingElse(request));
    if (call.isPresent()) {
      RequestLine line = new RequestLine.Model(call.get());
      inPlace(
          request,
          id,
          limits.maxRequestBytes(),
          (key, place) -> call(request, key, id, line, place));
    } else if (unread.isPresent()) {
      passThrough(request, id, unread.get());
    } else if ((path.equals("/v1/feedback") || path.equals("/feedback")) && post) {
      FeedbackShape shape = path.equals("/feedback") ? feedback.tensorZero() : feedback;
      inPlace(
          request,
          id,
          FeedbackEndpoint.MAX_BODY_BYTES,
          (key, place) -> taken(request, id, shape, place));
    } else if (get && isModels(path)) {
      models(request, id, path);
    } else {
      replies.refuse(request, id, UnknownUrl.error(request, path));
    }
  }

  /** What the gateway answers itself. */
  private static boolean served(String path, boolean post, boolean get) {
    return (path.equals("/v1/feedback") && post) || (isModels(path) && get);
  }

  private static boolean isModels(String path) {
    return path.equals("/v1/models") || path.startsWith("/v1/models/");
  }

  /** Only whose account is nobody else's may ask for what nobody here knows. */
  private Optional<Surface> everythingElse(HttpServerRequest request) {
    return reading
        .identify(Incoming.credential(request))
        .filter(key -> reading.account(key) == Account.OWN)
        .map(key -> Surface.EVERYTHING_ELSE);
  }

  /** Before the body: strangers hold no memory, and a tenant no more than its share of it. */
  private void inPlace(
      HttpServerRequest request,
      UUID id,
      int maxBytes,
      BiFunction<AppKey, Place, Future<?>> served) {
    Optional<AppKey> key = reading.identify(Incoming.credential(request));
    if (key.isEmpty()) {
      replies.refuse(request, id, ApiError.unauthenticated());
      return;
    }
    Optional<Slots.Room> room =
        places.tryTake(key.get().tenant(), BodyReader.expected(request, maxBytes));
    if (room.isEmpty()) {
      replies.refuse(
          request,
          id,
          ApiError.unavailable(
              "More requests of this tenant are being served than the gateway may take on at once.",
              "overloaded",
              1));
      return;
    }
    Place place = new Place(room.get(), open.open(request));
    Future<?> over;
    try {
      over = served.apply(key.get(), place);
    } catch (RuntimeException broken) {
      place.leave();
      throw broken;
    }
    over.onComplete(done -> place.leave());
  }

  /** Held until nothing more is done for a request, whether its client waited or went. */
  private final class Place {
    private final ClientReply reply;
    private Slots.Room room;

    Place(Slots.Room room, ClientReply reply) {
      this.room = room;
      this.reply = reply;
    }

    void bodyIs(int bytes) {
      room = places.shrink(room, Math.min(bytes, room.bytes()));
    }

    void leave() {
      places.giveBack(room);
      open.over(reply);
    }
  }

  private void passThrough(HttpServerRequest request, UUID id, RequestLine.Unread line) {
    if (line.upload().isEmpty()) {
      inPlace(
          request,
          id,
          limits.maxRequestBytes(),
          (key, place) -> call(request, key, id, line, place));
      return;
    }
    if (line.upload().get().bytes().orElse(0) > limits.maxUploadBytes()) {
      replies.refuse(
          request,
          id,
          ApiError.tooLarge(
              "The body is larger than the " + limits.maxUploadBytes() + " bytes allowed here."));
      return;
    }
    // It is read as fast as a provider takes it, once somebody is allowed to send it there.
    request.pause();
    inPlace(
        request,
        id,
        FormReader.MAX_FIELD_BYTES,
        (key, place) ->
            serve(request, key, id, line, System.nanoTime(), new byte[0], place.reply)
                .onComplete(over -> replies.linger(request)));
  }

  private Future<Void> call(
      HttpServerRequest request, AppKey key, UUID id, RequestLine line, Place place) {
    long nanos = System.nanoTime();
    return BodyReader.read(request, limits.maxRequestBytes(), place.reply, vertx)
        .onFailure(failure -> replies.refuse(request, id, BodyReader.error(failure)))
        .compose(body -> {
          place.bodyIs(body.length());
          return serve(request, key, id, line, nanos, body.getBytes(), place.reply);
        });
  }

  private Future<Void> serve(
      HttpServerRequest request,
      AppKey key,
      UUID id,
      RequestLine line,
      long nanos,
      byte[] body,
      ClientReply reply) {
    return flow.serve(
            Incoming.arrived(
                request,
                key,
                id,
                line,
                clock.instant(),
                nanos,
                body,
                tracing.begin(id, nanos, Incoming.trace(request))),
            reply,
            vertx.getOrCreateContext())
        .onFailure(broken -> replies.abandon(request));
  }

  private Future<Buffer> taken(
      HttpServerRequest request, UUID id, FeedbackShape shape, Place place) {
    Context loop = vertx.getOrCreateContext();
    return BodyReader.read(request, FeedbackEndpoint.MAX_BODY_BYTES, place.reply, vertx)
        .compose(body ->
            shape.take(
                Incoming.credential(request),
                Optional.ofNullable(request.getHeader("idempotency-key")),
                body.getBytes(),
                loop))
        .onSuccess(answer -> replies.respond(request, id, 200, answer))
        .onFailure(failure -> replies.refuse(request, id, BodyReader.error(failure)));
  }

  private void models(HttpServerRequest request, UUID id, String path) {
    Optional<String> model =
        path.equals("/v1/models")
            ? Optional.empty()
            : Optional.of(Incoming.decoded(path.substring("/v1/models/".length())));
    try {
      replies.respond(request, id, 200, models.answer(Incoming.credential(request), model));
    } catch (dev.assay.gateway.answer.Failed failed) {
      replies.refuse(request, id, failed.error());
    }
  }
}
