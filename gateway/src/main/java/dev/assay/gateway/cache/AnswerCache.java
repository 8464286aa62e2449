package dev.assay.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantPolicy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Complete answers by what was asked, bounded in bytes. Identical requests that come at the same
 * time wait for the first of them (single flight): when it fails or its client goes, the next one
 * asks; an error is never shared. Safe for use from every event loop.
 */
public final class AnswerCache {
  /** Longer than that nobody waits for another's answer. */
  private static final long MOST_WAIT_MILLIS = 10_000;

  private static final int MOST_WAITING = 256;

  private final long maxWaitMillis;
  private final Cache<Digest, Entry> kept;
  private final Map<Digest, Flight> flights = new HashMap<>();

  private record Entry(KeptAnswer answer, Duration ttl) {}

  /** Who waits for the answer of the one that asks. */
  private static final class Flight {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
  }

  /** One that waits. */
  private record Waiting(Promise<Turn> turn, Context loop, TenantPolicy.Cache rules) {
    void gets(Turn next) {
      loop.runOnContext(back -> {
        if (!turn.tryComplete(next)) {
          // It has gone meanwhile: what was handed to it goes on.
          next.over();
        }
      });
    }
  }

  public AnswerCache(long maxBytes) {
    this(maxBytes, Ticker.systemTicker(), MOST_WAIT_MILLIS);
  }

  AnswerCache(long maxBytes, Ticker ticker) {
    this(maxBytes, ticker, MOST_WAIT_MILLIS);
  }

  AnswerCache(long maxBytes, Ticker ticker, long maxWaitMillis) {
    this.maxWaitMillis = maxWaitMillis;
    kept =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Digest key, Entry entry) -> entry.answer().weight())
            .expireAfter(Expiry.<Digest, Entry>creating((key, entry) -> entry.ttl()))
            .executor(Runnable::run)
            .ticker(ticker)
            .build();
  }

  /**
   * What this request gets: a kept answer, the lead, or, if it waited too long, neither.
   *
   * @param loop where it is told, and whose timer it waits by
   */
  public Future<Turn> turn(Digest key, TenantPolicy.Cache rules, Context loop) {
    Entry entry = kept.getIfPresent(key);
    if (entry != null) {
      return Future.succeededFuture(Turn.hit(entry.answer()));
    }
    Promise<Turn> turn = Promise.promise();
    synchronized (flights) {
      Flight flight = flights.get(key);
      if (flight == null) {
        flights.put(key, new Flight());
        return Future.succeededFuture(Turn.miss(new Lead(key, rules)));
      }
      if (flight.waiting.size() == MOST_WAITING) {
        return Future.succeededFuture(Turn.miss(null));
      }
      flight.waiting.add(new Waiting(turn, loop, rules));
    }
    long timer = loop.owner().setTimer(maxWaitMillis, late -> leave(key, turn));
    return turn.future().onComplete(done -> loop.owner().cancelTimer(timer));
  }

  /** One that waits goes on by itself. */
  @SuppressWarnings("ReferenceEquality") // this very promise, not one like it
  private void leave(Digest key, Promise<Turn> turn) {
    synchronized (flights) {
      Flight flight = flights.get(key);
      if (flight != null) {
        flight.waiting.removeIf(one -> one.turn().equals(turn));
      }
    }
    turn.tryComplete(Turn.miss(null));
  }

  /** Takes the flight out of the air. */
  private List<Waiting> land(Digest key) {
    synchronized (flights) {
      Flight flight = flights.remove(key);
      return flight == null ? List.of() : List.copyOf(flight.waiting);
    }
  }

  /** The next that waits asks in the place of the one that failed. */
  private @Nullable Waiting next(Digest key) {
    synchronized (flights) {
      Flight flight = flights.get(key);
      Waiting next = flight == null ? null : flight.waiting.poll();
      if (next == null) {
        flights.remove(key);
      }
      return next;
    }
  }

  /** Asks a provider for all who wait. Used from one event loop; the first call decides. */
  final class Lead {
    private final Digest key;
    private final TenantPolicy.Cache rules;
    private boolean over;

    private Lead(Digest key, TenantPolicy.Cache rules) {
      this.key = key;
      this.rules = rules;
    }

    int maxBytes() {
      return rules.maxEntryBytes();
    }

    void keep(KeptAnswer answer) {
      if (!over) {
        over = true;
        kept.put(key, new Entry(answer, Duration.ofSeconds(rules.ttlSeconds())));
        land(key).forEach(waiting -> waiting.gets(Turn.hit(answer)));
      }
    }

    /** No answer to this can be kept: nobody need wait for it. */
    void unkeepable() {
      if (!over) {
        over = true;
        land(key).forEach(waiting -> waiting.gets(Turn.miss(null)));
      }
    }

    void failed() {
      if (!over) {
        over = true;
        Waiting next = next(key);
        if (next != null) {
          next.gets(Turn.miss(new Lead(key, next.rules())));
        }
      }
    }
  }
}
