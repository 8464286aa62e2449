package dev.assay.gateway.upstream;

import static dev.assay.gateway.upstream.Requests.permitted;
import static dev.assay.gateway.upstream.Requests.target;
import static dev.assay.gateway.upstream.Wiring.done;
import static dev.assay.gateway.upstream.Wiring.outcomes;
import static dev.assay.gateway.upstream.Wiring.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.config.Alias;
import dev.assay.config.Fault;
import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leads on to another target, what does not, and what each try leaves behind. */
class RouterIT {
  private static final int FAILURES_THAT_OPEN = 20;
  private static final int TRIES_WHEN_HALF_OPEN = 3;
  private static final Target A = target("a", "m");
  private static final Target B = target("b", "m");

  private Wiring wiring;
  private RawUpstream a;
  private RawUpstream b;

  @BeforeEach
  void start() throws Exception {
    wiring = new Wiring();
    a = wiring.provider("a");
    b = wiring.provider("b");
    b.plays((asked, line) -> line.json(200, Answers.chat("b")));
  }

  @AfterEach
  void stop() throws Exception {
    wiring.close();
  }

  @Test
  void whatCannotBeSentTakesNoTryOfARestingTarget() {
    Permitted permitted = permitted(A);
    Router router = wiring.router();
    a.plays((asked, line) -> line.json(500, "{}"));
    for (int i = 0; i < FAILURES_THAT_OPEN; i++) {
      assertThat(wiring.status(router, permitted)).isEqualTo(500);
    }
    assertThatThrownBy(() -> wiring.status(router, permitted))
        .rootCause()
        .hasMessageContaining("rests");
    a.plays((asked, line) -> line.json(200, Answers.chat("up again")));
    Injection tooLarge =
        new Injection(
            "x",
            1_000_000,
            List.of(new Injection.Item(Digest.of(new byte[] {1}), ArtifactKind.EXAMPLES, "ex-1")),
            "pinned");
    wiring.now.updateAndGet(then -> then.plus(Breaker.REST).plusMillis(1));
    for (int i = 0; i < TRIES_WHEN_HALF_OPEN; i++) {
      assertThatThrownBy(
              () -> done(wiring.begin(router, permitted, tooLarge, Requests.CLIENT, new Recall())))
          .rootCause()
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(wiring.status(router, permitted)).isEqualTo(200);
  }

  @Test
  void oneTenantsFailuresShutATargetForNobodyElse() {
    Router router = wiring.router();
    a.plays((asked, line) -> line.json(500, "{}"));
    for (int i = 0; i < FAILURES_THAT_OPEN; i++) {
      assertThat(wiring.status(router, permitted(A))).isEqualTo(500);
    }
    assertThatThrownBy(() -> wiring.status(router, permitted(A)))
        .rootCause()
        .hasMessageContaining("rests");
    Permitted other = permitted(new TenantId("globex"), Endpoint.CHAT_COMPLETIONS, A);
    a.plays((asked, line) -> line.json(200, Answers.chat("what they ask is fine")));
    assertThat(wiring.status(router, other)).isEqualTo(200);
    assertThatThrownBy(() -> wiring.status(router, permitted(A)))
        .as("its own failures are not forgotten for it")
        .rootCause()
        .hasMessageContaining("rests");
  }

  /** One waits for as long as it may, more than a thousand others are refused at once. */
  @Test
  void aPoolThatIsFullIsNoFaultOfItsProvider() throws Exception {
    RawUpstream narrow = wiring.narrow("narrow");
    Target target = target("narrow", "m");
    narrow.plays((asked, line) -> {
      line.raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
      line.awaitGone();
    });
    Router router = wiring.router();
    Routed holder = wiring.route(router, permitted(target));

    for (Future<Routed> waiting : wiring.flood(router, permitted(target), 1_100)) {
      assertThatThrownBy(() -> done(waiting))
          .rootCause()
          .isInstanceOfSatisfying(
              NoTargetAnswered.class,
              none -> {
                assertThat(none.last().kind()).isEqualTo(UpstreamFailure.Kind.RESTING);
                assertThat(none.last()).hasMessageContaining("are in use");
              });
    }

    narrow.plays((asked, line) -> line.json(200, Answers.chat("free")));
    holder.answer().cancel();
    assertThat(wiring.status(router, permitted(target))).isEqualTo(200);
  }

  @Test
  void everyTryIsKeptWithWhyAndHowItEnded() {
    a.plays((asked, line) -> line.json(503, "{}"));

    Routed routed = wiring.route(wiring.router(), permitted(A, B));

    routed.answer().cancel();
    assertThat(routed.target()).isEqualTo(B);
    assertThat(outcomes(routed.attempts())).containsExactly("first 503", "next_target 200");
    assertThat(routed.attempts()).allSatisfy(it -> assertThat(it.micros()).isPositive());
  }

  @Test
  void onlyTheAliasesOwnFaultsLeadOn() {
    Alias alias =
        new Alias(
            "small",
            targets(A, B),
            Alias.Strategy.ORDERED,
            Alias.Affinity.NONE,
            EnumSet.of(Fault.NOT_FOUND),
            OptionalInt.empty());
    Router router = wiring.router(alias);
    a.plays((asked, line) -> line.json(404, "{}"));
    assertThat(wiring.status(router, permitted(A, B))).isEqualTo(200);
    a.plays((asked, line) -> line.json(500, "{}"));
    assertThat(wiring.status(router, permitted(A, B))).isEqualTo(500);
    a.plays((asked, line) -> line.json(400, "{}"));
    assertThat(wiring.status(router, permitted(A, B))).isEqualTo(400);
  }

  @Test
  void aRedirectLeadsToTheNextTargetAndNowhereElse() {
    a.plays((asked, line) ->
        line.json(307, "{}", "location: http://127.0.0.1:" + b.port() + "/elsewhere"));

    assertThat(wiring.status(wiring.router(), permitted(A, B))).isEqualTo(200);
    assertThat(b.asked())
        .extracting(RawUpstream.Asked::start)
        .containsExactly("POST /v1/chat/completions HTTP/1.1");
  }

  @Test
  void aTargetThatRestsIsAskedLast() {
    Router router = wiring.router(new Alias("small", targets(A, B)));
    a.plays((asked, line) -> line.json(500, "{}"));
    for (int i = 0; i < FAILURES_THAT_OPEN; i++) {
      assertThat(wiring.status(router, permitted(A, B))).isEqualTo(200);
    }
    int before = a.asked().size();

    assertThat(outcomes(wiring.route(router, permitted(A, B)).attempts()))
        .containsExactly("first 200");
    assertThat(a.asked()).hasSize(before);
  }

  @Test
  void theSilentFirstIsOutrunByASecondAndLetGo() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    a.plays((asked, line) -> {
      line.awaitGone();
      gone.countDown();
    });
    Router router = wiring.router(hedging());

    Routed routed = wiring.route(router, permitted(A, B));

    routed.answer().cancel();
    assertThat(routed.target()).isEqualTo(B);
    assertThat(outcomes(routed.attempts())).containsExactly("first outrun", "hedge 200");
    assertThat(gone.await(20, TimeUnit.SECONDS)).as("its request is taken back").isTrue();
  }

  @Test
  void aHedgeThatFailsLeavesTheFirstItsTime() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    a.plays((asked, line) -> {
      failed.await();
      line.json(200, Answers.chat("slow"));
    });
    b.plays((asked, line) -> {
      line.json(500, "{}");
      failed.countDown();
    });

    Routed routed = wiring.route(wiring.router(hedging()), permitted(A, B));

    routed.answer().cancel();
    assertThat(routed.target()).isEqualTo(A);
  }

  private static Alias hedging() {
    return new Alias(
        "small",
        targets(A, B),
        Alias.Strategy.ORDERED,
        Alias.Affinity.NONE,
        Fault.USUAL,
        OptionalInt.of(50));
  }

  @Test
  void theClientsOwnTimeoutEndsItWithoutBlamingTheTarget() {
    a.plays((asked, line) -> line.awaitGone());
    long soon = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500);
    TimeLimit limit = new TimeLimit(OptionalLong.of(soon), OptionalLong.of(soon));
    Router router = wiring.router();

    Future<Routed> routed =
        wiring.begin(
            router, permitted(A, B), new Client("e", limit, ClientHeaders.NONE), new Recall());

    assertThatThrownBy(() -> done(routed))
        .rootCause()
        .isInstanceOfSatisfying(
            NoTargetAnswered.class,
            none -> {
              assertThat(none.last().kind()).isEqualTo(UpstreamFailure.Kind.OUT_OF_TIME);
              assertThat(outcomes(none.attempts())).containsExactly("first out_of_time");
            });
    assertThat(b.asked()).isEmpty();
  }

  @Test
  void aClientThatGoesTakesItsRequestWithIt() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    a.plays((asked, line) -> {
      line.awaitGone();
      gone.countDown();
    });
    Recall recall = new Recall();
    Future<Routed> routed = wiring.begin(wiring.router(), permitted(A, B), Requests.CLIENT, recall);
    Eventually.holds("it is asked", () -> !a.asked().isEmpty());
    recall.call();

    assertThatThrownBy(() -> done(routed)).rootCause().isInstanceOf(NoTargetAnswered.class);
    assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(b.asked()).isEmpty();
  }

  @Test
  void aStateIsShownAndMeasured() throws Exception {
    Router router = wiring.router(new Alias("small", targets(A, B)));
    a.plays((asked, line) -> line.json(429, "{}", "retry-after: 30"));
    assertThat(wiring.status(router, permitted(A, B))).isEqualTo(200);

    ProviderState state = router.providers().getFirst();
    assertThat(state.name()).isEqualTo("a");
    assertThat(state.keysResting()).isEqualTo(1);
    assertThat(state.targets().getFirst().outcomes()).containsEntry("rate_limited", 1L);
    assertThat(state.targets().getFirst().breaker()).isEqualTo("closed");
    Eventually.holds(
        "nothing is under way any more",
        () -> router.providers().getLast().targets().getFirst().pending() == 0);
    assertThat(
            wiring
                .metrics
                .get("assay.provider.requests")
                .tags("provider", "b", "model", "m", "outcome", "answered")
                .counter()
                .count())
        .isEqualTo(1);
  }
}
