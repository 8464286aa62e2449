package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.learners.credentials.AdminToken;
import dev.assay.learners.credentials.People;
import dev.assay.policies.canonical.CanonicalJson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a route table: authenticates, authorises, then runs the action off the event loop. */
public final class ControlPlane {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;
  private static final String BEARER = "bearer ";
  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final AdminToken admin;
  private final People people;
  private final List<Route> routes;

  ControlPlane(AdminToken admin, People people, List<Route> routes) {
    this.admin = admin;
    this.people = people;
    this.routes = List.copyOf(routes);
  }

  /** The router that serves the table. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
    for (Route route : routes) {
      router.route(route.method(), route.path()).handler(context -> admit(route, context));
      router
          .route(route.method(), route.path())
          .handler(body)
          .handler(context -> serve(route, context));
    }
    router
        .route()
        .handler(context ->
            send(
                context,
                ApiError.notFound("The control plane has no such route.", null, "unknown_url")));
    router.route().failureHandler(context -> send(context, fault(context)));
    return router;
  }

  private static ApiError fault(RoutingContext context) {
    int status = context.statusCode();
    if (status == 413) {
      return ApiError.tooLarge("The body is larger than the control plane reads.");
    }
    if (status >= 400 && status < 500) {
      return ApiError.invalid("The request can't be read as HTTP.", null, "invalid_request");
    }
    LOG.error("a control plane request failed", context.failure());
    return ApiError.internal();
  }

  /** Before the body is read: strangers must not hold memory. */
  private void admit(Route route, RoutingContext context) {
    Actor actor = actor(context);
    if (route.access() != Access.PUBLIC && actor instanceof Actor.Nobody) {
      send(context, unauthenticated());
      return;
    }
    if (!route.access().permits(actor)) {
      send(
          context,
          ApiError.forbidden("This needs " + route.access().requirement() + ".", "not_permitted"));
      return;
    }
    context.next();
  }

  private void serve(Route route, RoutingContext context) {
    // Asked again: the credential may have been revoked while the body came.
    Actor actor = actor(context);
    if (!route.access().permits(actor)) {
      send(context, unauthenticated());
      return;
    }
    Call call = call(context, actor);
    Context loop = context.vertx().getOrCreateContext();
    Future.fromCompletionStage(CompletableFuture.supplyAsync(() -> run(route, call), VIRTUAL), loop)
        .onSuccess(answer -> answer(route, context, answer))
        .onFailure(failure -> send(context, Faults.error(failure)));
  }

  private void answer(Route route, RoutingContext context, Object answer) {
    if (!(answer instanceof Route.Followed followed)) {
      send(context, answer);
      return;
    }
    TailStream stream =
        new TailStream(
            context.vertx(),
            context.response(),
            () -> route.access().permits(actor(context)),
            followed.limit());
    if (!stream.begin(followed.tail(), followed.sees())) {
      send(
          context,
          ApiError.unavailable(
              "As many follow exchanges as may, or the server is ending.", "too_many_tails", 5));
    }
  }

  private static Object run(Route route, Call call) {
    try {
      return route.action().answer(call);
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  private static Call call(RoutingContext context, Actor actor) {
    Map<String, String> query = new HashMap<>();
    context.queryParams().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
    Buffer body = context.body().buffer();
    return new Call(
        actor,
        Map.copyOf(context.pathParams()),
        Map.copyOf(query),
        body == null ? new byte[0] : body.getBytes());
  }

  private Actor actor(RoutingContext context) {
    String header = context.request().getHeader("authorization");
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new Actor.Nobody();
    }
    String presented = header.substring(BEARER.length()).strip();
    if (admin.verify(presented)) {
      return new Actor.Admin();
    }
    return people.find(presented).<Actor>map(Actor.Someone::new).orElseGet(Actor.Nobody::new);
  }

  private static ApiError unauthenticated() {
    return new ApiError(
        401,
        "No valid credential: send 'Authorization: Bearer' with a person's credential or the admin"
            + " token.",
        "authentication_error",
        null,
        "invalid_credential",
        java.util.OptionalLong.empty());
  }

  private static void send(RoutingContext context, Object answer) {
    if (answer instanceof Route.Text text) {
      context.response().putHeader("content-type", text.contentType()).end(text.body());
      return;
    }
    try {
      byte[] json = CanonicalJson.MAPPER.writeValueAsBytes(answer);
      context.response().putHeader("content-type", "application/json").end(Buffer.buffer(json));
    } catch (com.fasterxml.jackson.core.JsonProcessingException unwritable) {
      LOG.error("an answer could not be written as JSON", unwritable);
      send(context, ApiError.internal());
    }
  }

  private static void send(RoutingContext context, ApiError error) {
    error
        .retryAfterSeconds()
        .ifPresent(s -> context.response().putHeader("retry-after", Long.toString(s)));
    if (!context.request().isEnded() && context.request().version() != HttpVersion.HTTP_2) {
      // The rest of the body is not wanted, so the connection can't serve another request.
      context.response().putHeader("connection", "close");
    }
    context
        .response()
        .setStatusCode(error.status())
        .putHeader("content-type", "application/json")
        .end(error.body());
  }
}
