package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.running.Answers;
import dev.assay.policies.judge.BodyParser;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Facts;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Requests that a policy permitted, and who waits for their answers. */
final class Requests {
  /** A client that waits as long as it takes. */
  static final Client CLIENT = new Client("episode-1", TimeLimit.NONE, ClientHeaders.NONE);

  private Requests() {}

  static Target.Configured target(String provider, String model) {
    return new Target.Configured(provider, model, Provider.ANY_REGION);
  }

  /** A chat under the alias {@code small}, permitted for these targets. */
  static Permitted permitted(Target... targets) {
    return permitted(Endpoint.CHAT_COMPLETIONS, targets);
  }

  static Permitted permitted(Endpoint endpoint, Target... targets) {
    return permitted(new TenantId("acme"), endpoint, targets);
  }

  static Permitted permitted(TenantId tenant, Endpoint endpoint, Target... targets) {
    TenantPolicy policy = TenantTemplate.policy(tenant, List.of("small"));
    byte[] raw =
        Answers.ask("small")
            .replace("{\"model\"", "{\"max_tokens\":5,\"model\"")
            .getBytes(StandardCharsets.UTF_8);
    RequestFacts facts =
        new RequestFacts(
            policy,
            "r1",
            Instant.EPOCH,
            new RequestFacts.Caller(tenant, "web", "key-1"),
            RequestFacts.Purpose.SERVE,
            new RequestFacts.Shape(
                endpoint.word(), "small", false, raw.length, 1, List.of(), List.of(), 0, 1),
            RequestFacts.Limits.ROOM,
            new RequestFacts.ReleaseFacts(0, "sha256:0"),
            List.of(targets).stream().map(it -> new RequestFacts.Candidate(it, "alias")).toList());
    Decision.OfRequest allowed =
        new Decision.OfRequest(
            true,
            List.of(),
            IntStream.range(0, targets.length).boxed().toList(),
            new Decision.Allowance(100, 1, List.of(ArtifactKind.EXAMPLES)),
            new Decision.Obligations(TenantPolicy.Content.NONE, ContentRules.OFF),
            "r1");
    try {
      return (Permitted)
          new Judge(new Always(allowed))
              .judge(BodyParser.parse(endpoint, raw), facts)
              .toCompletableFuture()
              .join();
    } catch (Exception malformed) {
      throw new IllegalStateException(malformed);
    }
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
