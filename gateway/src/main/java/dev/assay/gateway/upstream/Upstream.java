package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import dev.assay.gateway.provider.Interpreter;
import dev.assay.gateway.provider.KeyRing;
import dev.assay.gateway.provider.ProviderKey;
import dev.assay.gateway.provider.Unsendable;
import dev.assay.gateway.provider.Wire;
import dev.assay.gateway.provider.Wires;
import dev.assay.gateway.tracing.TracedAttempt;
import dev.assay.policies.judge.Account;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One provider's connection pool. It accepts only what was permitted. */
public final class Upstream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

  private final Vertx vertx;
  private final Provider provider;
  private final Connections connections;
  private final Reach reach;
  private final Wires wires;
  private final KeyRing keys;
  private final RetryBudget retries;
  private final long holdMillis;

  /**
   * Opens no connection yet.
   *
   * @param interpreter for clients that ask at an endpoint the provider doesn't speak
   * @param loops how many event loops ask it
   * @param holdMillis how long a stream's head waits for its first event: so long another target
   *     may still be asked, and its client is sent nothing
   */
  public Upstream(
      Vertx vertx,
      Provider provider,
      Interpreter interpreter,
      InstantSource clock,
      int loops,
      long holdMillis) {
    this.vertx = vertx;
    this.provider = provider;
    this.holdMillis = holdMillis;
    this.wires = new Wires(provider, interpreter);
    this.keys =
        new KeyRing(provider.apiKeys(), clock, () -> ThreadLocalRandom.current().nextDouble());
    this.retries = new RetryBudget(provider.retries(), System::nanoTime);
    this.connections = new Connections(vertx, provider, loops);
    this.reach = new Reach(provider);
  }

  Provider provider() {
    return provider;
  }

  Wires wires() {
    return wires;
  }

  KeyRing keys() {
    return keys;
  }

  RetryBudget retries() {
    return retries;
  }

  /**
   * Sends it.
   *
   * @param recall takes it back as long as the answer's head is not here
   * @return the answer's head, whatever its status; fails with {@link UpstreamFailure}
   */
  Future<UpstreamAnswer> send(Outbound outbound, ProviderKey key, Client asker, Recall recall) {
    TracedAttempt attempt = asker.trace().attempt(outbound.target());
    return sent(outbound, key, asker, attempt, recall)
        .onSuccess(answer -> attempt.answered(answer.status()))
        .onFailure(failure -> attempt.failed(word(failure)));
  }

  private static String word(Throwable failure) {
    return failure instanceof UpstreamFailure known
        ? known.kind().name().toLowerCase(Locale.ROOT)
        : "unexpected";
  }

  private Future<UpstreamAnswer> sent(
      Outbound outbound, ProviderKey key, Client asker, TracedAttempt attempt, Recall recall) {
    if (!outbound.target().provider().equals(provider.name())) {
      throw new IllegalArgumentException("this request is for another provider");
    }
    boolean shared = provider.tenant().isEmpty();
    boolean unchecked =
        outbound.asked() instanceof OpaqueBody unread && unread.account() == Account.OWN;
    if (shared ? unchecked : !provider.tenant().get().equals(outbound.tenant().value())) {
      throw new IllegalArgumentException("this account is not the tenant's alone, or another's");
    }
    Wire wire;
    try {
      wire = wires.wire(outbound, key.secret(), asker.headers());
    } catch (Unsendable unsendable) {
      return Future.failedFuture(UpstreamFailure.of(unsendable));
    }
    Promise<UpstreamAnswer> head = Promise.promise();
    recall.onCall(() -> head.tryFail(recalled()));
    boolean stream = outbound.stream();
    connections
        .tryBegin(outbound.tenant())
        .map(Future::succeededFuture)
        .orElseGet(() -> waited(outbound.tenant(), asker.limit()))
        .onSuccess(use -> ask(wire, stream, attempt, asker, recall, head, use))
        .onFailure(full -> head.tryFail(reach.allInUse(asker.limit())));
    return head.future();
  }

  private Future<Connections.Use> waited(TenantId tenant, TimeLimit limit) {
    return connections.begin(tenant, reach.waitMillis(limit), vertx.getOrCreateContext());
  }

  private void ask(
      Wire wire,
      boolean stream,
      TracedAttempt attempt,
      Client asker,
      Recall recall,
      Promise<UpstreamAnswer> head,
      Connections.Use use) {
    // It may have failed while it waited.
    head.future().onFailure(failure -> use.over());
    if (head.future().isComplete()) {
      return;
    }
    use.client()
        .request(reach.options(wire, asker.limit()))
        .onSuccess(request -> {
          try {
            exchange(request, wire, stream, attempt, asker, recall, head, use);
          } catch (RuntimeException unwritable) {
            head.tryFail(unwritable(unwritable));
            takeBack(request, recall);
          }
        })
        .onFailure(failure -> head.tryFail(reach.failed(failure, use, asker.limit())));
  }

  private UpstreamFailure unwritable(RuntimeException mistake) {
    LOG.warn("a request to provider '{}' can't be written", provider.name(), mistake);
    return UpstreamFailure.of(
        new Unsendable(
            "The request can't be written for provider '" + provider.name() + "'.", "headers"));
  }

  private static UpstreamFailure recalled() {
    return new UpstreamFailure(UpstreamFailure.Kind.RECALLED, "the client went");
  }

  private void exchange(
      HttpClientRequest request,
      Wire wire,
      boolean stream,
      TracedAttempt attempt,
      Client asker,
      Recall recall,
      Promise<UpstreamAnswer> head,
      Connections.Use use) {
    // Failures come by the future of its answer.
    request.exceptionHandler(ended -> {});
    if (head.future().isComplete()) {
      // It waited for a connection for longer than its client waited for it.
      request.reset();
      return;
    }
    request.headers().setAll(wire.headers());
    attempt.headers().forEach(request::putHeader);
    Deadlines deadlines = new Deadlines(vertx, provider.timeouts(), asker.limit());
    deadlines.onExpired(expired -> {
      // First, for a reset fails the request with its own words.
      head.tryFail(expired);
      takeBack(request, recall);
    });
    recall.onCall(() -> {
      deadlines.cancel();
      head.tryFail(recalled());
      takeBack(request, recall);
    });
    sent(request, wire, asker, deadlines, recall, head)
        .onSuccess(response -> {
          UpstreamAnswer answer = begun(request, response, wire, deadlines, use);
          if (wire.streamsBy() && (!recall.isOut() || answer.status() >= 400)) {
            // Who answers without having read all of an upload closes the connection under the
            // next.
            answer.isLastOfItsConnection();
          }
          if (stream && answer.status() < 300 && answer.isEventStream()) {
            answer.open(vertx, held(asker.limit()), head);
          } else {
            head.tryComplete(answer);
          }
        })
        .onFailure(broken -> {
          deadlines.cancel();
          head.tryFail(
              new UpstreamFailure(
                  UpstreamFailure.Kind.BROKEN,
                  "provider '" + provider.name() + "' broke off before it answered"));
        });
  }

  /** A pipe that breaks takes the request's handler with it, and this is no fault to log. */
  static void takeBack(HttpClientRequest request, Recall recall) {
    if (!recall.isOut()) {
      request.exceptionHandler(ended -> {});
    }
    request.reset();
  }

  private Future<HttpClientResponse> sent(
      HttpClientRequest request,
      Wire wire,
      Client asker,
      Deadlines deadlines,
      Recall recall,
      Promise<UpstreamAnswer> head) {
    if (!wire.streamsBy()) {
      recall.wentOut();
      return request.send(Buffer.buffer(wire.body()));
    }
    Upload upload = asker.upload().orElseThrow();
    return new Sending(provider.name(), request, upload, deadlines, recall, head).send();
  }

  /** A client that waits for a head waits for no event behind it. */
  private long held(TimeLimit limit) {
    long most = TimeUnit.MILLISECONDS.toNanos(2 * holdMillis);
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(limit.untilHead(System.nanoTime(), most) / 2));
  }

  /** Others take the word and drop it, and name their answers alike. */
  private boolean keeps() {
    return provider.kind() == Provider.Kind.OPENAI || provider.api().passThrough();
  }

  private UpstreamAnswer begun(
      HttpClientRequest request,
      HttpClientResponse response,
      Wire wire,
      Deadlines deadlines,
      Connections.Use use) {
    response.pause();
    // Until it is read; a reset is an end like another, and no fault to log.
    response.exceptionHandler(ended -> {});
    deadlines.touched();
    return new UpstreamAnswer(request, response, wire, deadlines, use, keeps(), MAX_ANSWER_BYTES);
  }

  @Override
  public void close() {
    connections.close();
  }
}
