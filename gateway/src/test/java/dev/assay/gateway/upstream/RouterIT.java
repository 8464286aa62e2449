package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.config.Provider;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.BodyParser;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.Judge;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantTemplate;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target that rests gets up again, whatever was asked of it meanwhile. */
class RouterIT {
  private static final int FAILURES_THAT_OPEN = 20;
  private static final int TRIES_WHEN_HALF_OPEN = 3;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private Vertx vertx;
  private RawUpstream provider;
  private Upstream upstream;
  private Router router;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    provider = new RawUpstream();
    upstream =
        new Upstream(
            vertx,
            new Provider(
                "up",
                Provider.Kind.OPENAI_COMPATIBLE,
                URI.create("http://127.0.0.1:" + provider.port() + "/v1"),
                Optional.empty(),
                Provider.ANY_REGION,
                Provider.Timeouts.DEFAULT,
                8,
                Optional.empty()));
    router = new Router(Map.of("up", upstream), clock);
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    provider.close();
  }

  @Test
  void whatCannotBeSentTakesNoTryOfARestingTarget() throws Exception {
    Permitted permitted = permitted();
    provider.plays((asked, line) -> line.json(500, "{}"));
    for (int i = 0; i < FAILURES_THAT_OPEN; i++) {
      assertThat(status(permitted)).isEqualTo(500);
    }
    assertThatThrownBy(() -> status(permitted)).rootCause().hasMessageContaining("rests");
    provider.plays((asked, line) -> line.json(200, Answers.chat("up again")));
    Injection tooLarge =
        new Injection(
            "x",
            1_000_000,
            List.of(new Injection.Item(Digest.of(new byte[] {1}), ArtifactKind.EXAMPLES, "ex-1")),
            "pinned");
    now.updateAndGet(then -> then.plus(Router.REST).plusMillis(1));
    for (int i = 0; i < TRIES_WHEN_HALF_OPEN; i++) {
      assertThatThrownBy(() -> done(router.route(permitted, tooLarge, new Recall())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(status(permitted)).isEqualTo(200);
  }

  private int status(Permitted permitted) {
    Routed routed = done(router.route(permitted, Injection.NONE, new Recall()));
    routed.answer().cancel();
    return routed.answer().status();
  }

  private static <T> T done(io.vertx.core.Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static Permitted permitted() throws Exception {
    TenantId acme = new TenantId("acme");
    TenantPolicy policy = TenantTemplate.policy(acme, List.of("small"));
    byte[] raw = Answers.ask("small").getBytes(StandardCharsets.UTF_8);
    RequestFacts facts =
        new RequestFacts(
            policy,
            "r1",
            Instant.EPOCH,
            new RequestFacts.Caller(acme, "web", "key-1"),
            RequestFacts.Purpose.SERVE,
            new RequestFacts.Shape(
                "chat.completions", "small", false, raw.length, 1, List.of(), List.of(), 0, 1),
            new RequestFacts.Limits(true, true, true),
            new RequestFacts.ReleaseFacts(0, "sha256:0"),
            List.of(
                new RequestFacts.Candidate(
                    new Target.Configured("up", "real", Provider.ANY_REGION), "alias")));
    Decision.OfRequest allowed =
        new Decision.OfRequest(
            true,
            List.of(),
            List.of(0),
            new Decision.Allowance(100, 1, List.of(ArtifactKind.EXAMPLES)),
            new Decision.Obligations(TenantPolicy.Content.NONE, ContentRules.OFF),
            "r1");
    return (Permitted)
        new Judge(new Always(allowed))
            .judge(BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw), facts)
            .toCompletableFuture()
            .join();
  }

  private record Always(Decision decision) implements PolicyEngine {
    @Override
    @SuppressWarnings("unchecked") // asked with facts of the decision's own kind
    public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
      return CompletableFuture.completedFuture((D) decision);
    }

    @Override
    public void close() {}
  }
}
