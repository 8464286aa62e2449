package dev.assay.gateway.upstream;

import dev.assay.config.Fault;
import dev.assay.gateway.provider.ProviderKey;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.judge.Target;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A target that may be asked once, with this key. How that ends is told to both. */
record Door(Upstream upstream, Standing standing, ProviderKey key, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  Future<UpstreamAnswer> send(Outbound outbound, Client client, Recall recall) {
    return upstream.send(outbound, key, client, recall);
  }

  /** Called once, whatever came of it. */
  void settle(Try it, AsyncResult<UpstreamAnswer> sent) {
    // A client that is slow to send makes no provider slow.
    long nanos = it.nanosWaited();
    long slowest = TimeUnit.MILLISECONDS.toNanos(upstream.provider().timeouts().firstByteMillis());
    if (sent.succeeded()) {
      UpstreamAnswer answer = sent.result();
      answer.whenOver(standing::over);
      standing.answered(
          answer.status(), Statuses.fault(answer.status(), it.recall().isOut()), nanos, slowest);
      rest(answer);
      return;
    }
    standing.over();
    UpstreamFailure failure = (UpstreamFailure) sent.cause();
    Optional<Fault> fault = failure.fault();
    if (fault.isPresent()) {
      standing.failed(fault.get(), nanos, slowest);
    } else {
      standing.abandoned(it.runs() ? failure.kind().word() : it.attempt().outcome(), nanos);
    }
  }

  private void rest(UpstreamAnswer answer) {
    String model = standing.target().model();
    switch (answer.status()) {
      case 401 ->
          // Some keys open one part of an API and not another.
          refused(
              answer.status(),
              standing.target() instanceof Target.PassThrough
                  ? upstream.keys().forbidden(key, model)
                  : upstream.keys().unknown(key));
      case 403 -> refused(answer.status(), upstream.keys().forbidden(key, model));
      case 429 ->
          upstream.keys().limited(key, model, RetryAfter.of(answer.headers(), clock.instant()));
      default -> {}
    }
  }

  /** Which key, by its place in the configuration, never what it is. */
  private void refused(int status, boolean restsAnew) {
    if (restsAnew) {
      LOG.warn(
          "provider {} refuses key {} of {} (status {}, model {}): it rests for {}",
          upstream.provider().name(),
          key.number() + 1,
          upstream.keys().size(),
          status,
          standing.target().model(),
          "five minutes");
    }
  }
}
