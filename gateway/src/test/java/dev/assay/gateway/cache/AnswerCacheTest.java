package dev.assay.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.journal.ExchangeRecord.CacheUse;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantPolicy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
  private static final Digest KEY = Digest.of(new byte[] {1});
  private static final TenantPolicy.Cache RULES = new TenantPolicy.Cache(60, 1_000);

  private static Vertx vertx;
  private final AtomicLong nanos = new AtomicLong();
  private final AnswerCache cache = new AnswerCache(100_000, nanos::get);
  private final Context loop = vertx.getOrCreateContext();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatWasShownWholeIsGivenAgainUntilItIsTooOld() {
    answer(lead(), "hello");

    Turn hit = now(turn());
    assertThat(hit.use()).isEqualTo(CacheUse.HIT);
    assertThat(Objects.requireNonNull(hit.hit()).pieces()).containsExactly(Buffer.buffer("hello"));

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    assertThat(now(turn()).use()).isEqualTo(CacheUse.MISS);
  }

  @Test
  void oneAsksAndTheOthersGetItsAnswer() {
    Turn first = lead();
    Future<Turn> second = turn();
    Future<Turn> third = turn();
    assertThat(second.isComplete() || third.isComplete()).isFalse();

    answer(first, "hello");

    assertThat(soon(second).use()).isEqualTo(CacheUse.HIT);
    assertThat(soon(third).use()).isEqualTo(CacheUse.HIT);
  }

  @Test
  void aFailureIsNotSharedTheNextOneAsks() {
    Turn first = lead();
    Future<Turn> second = turn();
    Future<Turn> third = turn();

    first.shows(Buffer.buffer("half"));
    first.over();

    Turn next = soon(second);
    assertThat(next.hit()).isNull();
    assertThat(third.isComplete()).isFalse();
    answer(next, "whole");
    assertThat(Objects.requireNonNull(soon(third).hit()).pieces())
        .containsExactly(Buffer.buffer("whole"));
  }

  @Test
  void nobodyWaitsForWhatCannotBeKept() {
    Turn first = lead();
    Future<Turn> second = turn();

    first.shows(Buffer.buffer("x".repeat(1_001)));

    assertThat(soon(second).use()).isEqualTo(CacheUse.MISS);
    first.complete("application/json", "", List.of());
    assertThat(now(turn()).use()).isEqualTo(CacheUse.MISS);
  }

  @Test
  void oneThatWaitedTooLongAsksItselfAndDoesNotHoldTheOthersUp() {
    AnswerCache impatient = new AnswerCache(100_000, nanos::get, 50);
    Turn first = now(impatient.turn(KEY, RULES, loop));

    Turn alone = soon(impatient.turn(KEY, RULES, loop));

    assertThat(alone.use()).isEqualTo(CacheUse.MISS);
    alone.over();
    first.over();
    answer(now(impatient.turn(KEY, RULES, loop)), "hello");
    assertThat(now(impatient.turn(KEY, RULES, loop)).use()).isEqualTo(CacheUse.HIT);
  }

  @Test
  void whatIsKeptIsBoundedInBytes() {
    AnswerCache small = new AnswerCache(5_000, nanos::get);
    for (byte i = 0; i < 50; i++) {
      answer(now(small.turn(Digest.of(new byte[] {i}), RULES, loop)), "x".repeat(900));
    }
    int kept = 0;
    for (byte i = 0; i < 50; i++) {
      kept += now(small.turn(Digest.of(new byte[] {i}), RULES, loop)).hit() == null ? 0 : 1;
    }
    assertThat(kept).isBetween(1, 5);
  }

  private Turn lead() {
    return now(turn());
  }

  private Future<Turn> turn() {
    return cache.turn(KEY, RULES, loop);
  }

  private static void answer(Turn turn, String text) {
    turn.shows(Buffer.buffer(text));
    turn.complete("application/json", text, List.of());
    turn.over();
  }

  private static Turn now(Future<Turn> turn) {
    assertThat(turn.isComplete()).isTrue();
    return turn.result();
  }

  private static Turn soon(Future<Turn> turn) {
    return turn.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
