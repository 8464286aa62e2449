package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.cache.AnswerCache;
import dev.assay.gateway.cache.CacheKey;
import dev.assay.gateway.cache.KeptAnswer;
import dev.assay.gateway.cache.Turn;
import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantPolicy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Between injecting and routing: whether exactly this was answered before. A hit was judged,
 * limited and is journalled like every exchange; only no provider is asked.
 */
public final class Caching {
  private final AnswerCache cache;
  private final Recording recording;

  public Caching(AnswerCache cache, Recording recording) {
    this.cache = cache;
    this.recording = recording;
  }

  /** What the cache means to this exchange; it waits while an identical one is answered. */
  Future<Turn> turn(Progress.Injected injected, Reply reply, Context loop) {
    Progress.Snapshot snapshot = injected.judged().gathered().snapshot();
    TenantPolicy.Cache rules = snapshot.policy().policy().cache();
    if (rules.ttlSeconds() == 0 || snapshot.read().purpose() != Purpose.SERVE) {
      return Future.succeededFuture(Turn.none());
    }
    Optional<Digest> key = key(injected, snapshot);
    if (key.isEmpty()) {
      return Future.succeededFuture(Turn.none());
    }
    if (snapshot.read().arrived().fresh()) {
      return Future.succeededFuture(Turn.bypassing());
    }
    Promise<Turn> turn = Promise.promise();
    reply.onGone(() -> turn.tryFail(Stopped.gone(injected, List.of(), reply)));
    cache
        .turn(key.get(), rules, loop)
        .onSuccess(next -> {
          if (!turn.tryComplete(next)) {
            next.over();
          }
        })
        .onFailure(turn::tryFail);
    return turn.future();
  }

  private static Optional<Digest> key(Progress.Injected injected, Progress.Snapshot snapshot) {
    ClientHeaders headers = snapshot.read().arrived().headers();
    Permitted permitted = injected.judged().permitted();
    if (!(permitted.body() instanceof ParsedBody body) || headers.asksForBeta()) {
      return Optional.empty();
    }
    CacheKey.Under under =
        new CacheKey.Under(
            snapshot.read().caller().tenant(),
            snapshot.release().digest(),
            snapshot.policy().revision(),
            Set.copyOf(permitted.targets()),
            permitted.contentRules(),
            headers.anthropicVersion().orElse(""));
    return CacheKey.of(under, body, injected.selection().injection());
  }

  /** Shows a kept answer as it was shown first, as fast as its client reads. */
  Future<Void> replay(Progress.Injected injected, KeptAnswer kept, Reply reply) {
    reply.onGone(() -> {});
    injected.judged().gathered().trace().firstByte();
    recording.replayed(injected, kept);
    MultiMap headers = Heads.of(injected, kept);
    boolean stream = injected.judged().permitted().body().stream();
    if (stream) {
      headers.set("cache-control", "no-cache");
    } else {
      int length = kept.pieces().stream().mapToInt(Buffer::length).sum();
      headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    }
    reply.head(200, headers);
    Buffer all = Buffer.buffer();
    kept.pieces().forEach(all::appendBuffer);
    // Recorded above: a client that goes now changes nothing.
    return stream
        ? pieces(kept.pieces(), 0, reply).otherwiseEmpty()
        : Answers.write(all, 0, reply).otherwiseEmpty();
  }

  private static Future<Void> pieces(List<Buffer> pieces, int from, Reply reply) {
    int at = from;
    while (at < pieces.size() && !reply.full()) {
      reply.write(pieces.get(at++));
    }
    if (at == pieces.size()) {
      return reply.end();
    }
    int next = at;
    Promise<Void> rest = Promise.promise();
    reply.onGone(rest::tryComplete);
    reply.onDrain(() -> pieces(pieces, next, reply).onComplete(written -> rest.tryComplete()));
    return rest.future();
  }
}
