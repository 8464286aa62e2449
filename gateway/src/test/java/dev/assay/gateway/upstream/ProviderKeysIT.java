package dev.assay.gateway.upstream;

import static dev.assay.gateway.upstream.Requests.permitted;
import static dev.assay.gateway.upstream.Requests.target;
import static dev.assay.gateway.upstream.Wiring.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.config.Alias;
import dev.assay.config.AliasTarget;
import dev.assay.config.Fault;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.policies.judge.Permitted;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider's keys, and how often it is asked in vain. */
class ProviderKeysIT {
  private static final Permitted ONE = permitted(target("up", "real"));
  private static final Permitted TWO = permitted(target("up", "real"), target("up", "other"));

  private Wiring wiring;
  private RawUpstream up;

  @BeforeEach
  void start() throws Exception {
    wiring = new Wiring();
    up = wiring.provider("up", "sk-one", "sk-two");
  }

  @AfterEach
  void stop() throws Exception {
    wiring.close();
  }

  /** Answers a key that is in good standing; limits every other. */
  private Set<String> limitingAllBut(String... good) {
    Set<String> standing = ConcurrentHashMap.newKeySet();
    standing.addAll(List.of(good));
    up.plays((asked, line) -> {
      if (standing.contains(asked.headers().get("authorization"))) {
        line.json(200, Answers.chat("well"));
      } else {
        line.json(429, "{}", "retry-after: 30");
      }
    });
    return standing;
  }

  @Test
  void aLimitedKeysRequestGoesOnWithAnotherAndTheNextOnesDoAtOnce() {
    limitingAllBut("Bearer sk-two");
    Router router = wiring.router();
    int requests = 20;
    for (int i = 0; i < requests; i++) {
      assertThat(wiring.status(router, ONE)).isEqualTo(200);
    }
    assertThat(up.asked())
        .as("the limited one is asked once, at most")
        .hasSizeLessThanOrEqualTo(requests + 1);
  }

  @Test
  void whatWasTriedSaysSo() throws Exception {
    Router router = wiring.router();
    limitingAllBut();
    Routed routed = wiring.route(router, ONE);
    routed.answer().cancel();

    assertThat(outcomes(routed.attempts())).containsExactly("first 429", "other_key 429");
    assertThat(routed.answer().status()).isEqualTo(429);
  }

  @Test
  void whenAllRestTheProviderIsNotAskedAndSaysWhenToComeBack() {
    Set<String> standing = limitingAllBut();
    Router router = wiring.router();
    assertThat(wiring.status(router, ONE)).isEqualTo(429);
    int before = up.asked().size();

    assertThatThrownBy(() -> wiring.status(router, ONE))
        .rootCause()
        .isInstanceOfSatisfying(
            NoTargetAnswered.class,
            none -> {
              assertThat(none.last().kind()).isEqualTo(UpstreamFailure.Kind.LIMITED);
              assertThat(none.last().retryAfterSeconds()).hasValue(30);
            });
    assertThat(up.asked()).hasSize(before);

    standing.addAll(List.of("Bearer sk-one", "Bearer sk-two"));
    wiring.now.updateAndGet(then -> then.plus(Duration.ofSeconds(31)));
    assertThat(wiring.status(router, ONE)).isEqualTo(200);
  }

  @Test
  void aKeyTheProviderDoesNotKnowRestsAndTheOtherServes() {
    up.plays((asked, line) -> {
      boolean known = "Bearer sk-two".equals(asked.headers().get("authorization"));
      line.json(known ? 200 : 401, known ? Answers.chat("well") : "{}");
    });
    Router router = wiring.router();
    for (int i = 0; i < 20; i++) {
      assertThat(wiring.status(router, ONE)).isEqualTo(200);
    }
    assertThat(up.asked()).hasSizeLessThanOrEqualTo(21);
  }

  /** A fault that opens no circuit breaker, so that nothing but the budget stands in the way. */
  @Test
  void aThousandRequestsThatFailAtOneTargetAreNoStormAtTheOther() {
    up.plays((asked, line) -> line.json(404, "{}"));
    Alias alias =
        new Alias(
            "small",
            List.of(new AliasTarget("up", "real"), new AliasTarget("up", "other")),
            Alias.Strategy.ORDERED,
            Alias.Affinity.NONE,
            EnumSet.of(Fault.NOT_FOUND),
            OptionalInt.empty());

    assertThat(askedInAll(wiring.router(alias), TWO)).isBetween(1_050, 1_199);
  }

  @Test
  void aThousandRequestsThatAreLimitedAreNoStormWithTheOtherKey() {
    up.plays((asked, line) -> line.json(429, "{}", "retry-after: 0"));

    assertThat(askedInAll(wiring.router(), ONE)).isBetween(1_050, 1_199);
  }

  @Test
  void aThousandBrokenConnectionsAreNoStorm() {
    up.plays((asked, line) -> line.die());

    assertThat(askedInAll(wiring.router(), ONE)).isLessThanOrEqualTo(1_199);
  }

  /** How often the provider was asked for a thousand requests, a hundred of them at once. */
  private int askedInAll(Router router, Permitted permitted) {
    for (int wave = 0; wave < 10; wave++) {
      for (Future<Routed> routed : wiring.flood(router, permitted, 100)) {
        Routed answered = Wiring.done(routed.otherwiseEmpty());
        if (answered != null) {
          answered.answer().cancel();
        }
      }
    }
    return up.asked().size();
  }
}
