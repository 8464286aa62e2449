package dev.assay.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.KeptJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Following is bounded, of one's own tenants, and never holds up who serves. */
class FollowerTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId GLOBEX = new TenantId("globex");
  private final Tail tail = new Tail();
  private final AtomicInteger woken = new AtomicInteger();

  private static ExchangeRecord record(TenantId tenant) {
    return new ExchangeRecord(
        UUID.randomUUID(),
        tenant,
        "web",
        "key",
        "episode",
        "key/-",
        Instant.EPOCH,
        "chat.completions",
        "small",
        Purpose.SERVE,
        "revision",
        KeptJson.written("{}"),
        KeptJson.written("{}"),
        0,
        Digest.of(new byte[0]),
        List.of(),
        "none",
        List.of(),
        null,
        ExchangeRecord.Usage.NONE,
        new ExchangeRecord.Timings(1_500, 1_000, 500, 100, 200, 1_200),
        ExchangeRecord.Outcome.FAILED,
        502,
        ExchangeRecord.Asked.NOT,
        false,
        ExchangeRecord.Lane.LIVE,
        List.of(),
        ExchangeRecord.CacheUse.NONE);
  }

  private Follower follow(TenantId tenant) {
    return tail.follow(tenant::equals, woken::incrementAndGet).orElseThrow();
  }

  @Test
  void aRowIsOfOnesOwnTenantsAndSaysNoMoreThanWhatBecameOfIt() {
    Follower follower = follow(ACME);
    tail.ended(record(GLOBEX));
    tail.ended(record(ACME));
    assertThat(follower.next().orElseThrow())
        .contains("\"tenant\":\"acme\"", "\"total_ms\":1.5", "\"outcome\":\"FAILED\"")
        .doesNotContain("principal", "episode", "facts");
    assertThat(follower.next()).isEmpty();
  }

  @Test
  void whoFollowsSlowlyLosesRowsAndIsToldHowMany() {
    Follower follower = follow(ACME);
    for (int i = 0; i < Follower.MAX_WAITING + 3; i++) {
      tail.ended(record(ACME));
    }
    assertThat(follower.next()).contains("{\"lost\":3}");
    int rows = 0;
    while (follower.next().isPresent()) {
      rows++;
    }
    assertThat(rows).isEqualTo(Follower.MAX_WAITING);
  }

  @Test
  void whoReadsIsWokenOnceForWhatWaits() {
    Follower follower = follow(ACME);
    tail.ended(record(ACME));
    tail.ended(record(ACME));
    assertThat(woken).hasValue(1);
    assertThat(follower.next()).isPresent();
    assertThat(follower.next()).isPresent();
    assertThat(follower.next()).isEmpty();
    tail.ended(record(ACME));
    assertThat(woken).hasValue(2);
  }

  @Test
  void onlySoManyFollowAndWhoLeavesMakesRoom() {
    Follower last = follow(ACME);
    while (tail.follow(ACME::equals, () -> {}).isPresent()) {
      assertThat(last.isOver()).isFalse();
    }
    last.close();
    assertThat(tail.follow(ACME::equals, () -> {})).isPresent();
  }

  @Test
  void theEndOfTheServerEndsIt() {
    Follower follower = follow(ACME);
    tail.close();
    assertThat(follower.isOver()).isTrue();
    assertThat(woken).hasValue(1);
    assertThat(tail.follow(ACME::equals, () -> {})).isEmpty();
  }
}
