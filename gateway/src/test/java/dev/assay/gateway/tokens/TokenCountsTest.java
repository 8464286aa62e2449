package dev.assay.gateway.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenCountsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");

  @Test
  void whenTooMuchWaitsItIsCountedRoughly() {
    try (TokenCounts counts = new TokenCounts(1)) {
      byte[] body = prompt("word ".repeat(100_000));
      List<Integer> counted = join(begun(counts, ACME, body, 20));
      assertThat(counted).contains(Math.ceilDiv(body.length, 4));
      assertThat(counted.getFirst()).isBetween(90_000, 110_000);
    }
  }

  /** Of a thousand such texts the last would be counted minutes later. */
  @Test
  void oneTenantsTextsAreCountedRoughlyBeforeAnothersWaitForThem() {
    try (TokenCounts counts = new TokenCounts()) {
      byte[] rare = prompt("\u9f98\u7cf6\u7d32".repeat(200_000));
      List<CompletableFuture<Integer>> many = begun(counts, ACME, rare, 900);
      assertThat(many.stream().filter(it -> !it.isDone()).count()).isLessThanOrEqualTo(4);
      byte[] hi = prompt("Hi");
      assertThat(begun(counts, OTHER, hi, 1).getFirst().orTimeout(20, TimeUnit.SECONDS).join())
          .isEqualTo(2);
      assertThat(join(many).getLast()).isEqualTo(Math.ceilDiv(rare.length, 4));
    }
  }

  @Test
  void textThatNoModelIsKnownToReadIsNeverFree() {
    try (TokenCounts counts = new TokenCounts()) {
      byte[] body = ("{\"prompt\":\"Hi\",\"x\":\"" + "y".repeat(15_997) + "\"}").getBytes(UTF_8);
      assertThat(begun(counts, ACME, body, 1).getFirst().join()).isEqualTo(1_000);
    }
  }

  private static byte[] prompt(String text) {
    return ("{\"prompt\":\"" + text + "\"}").getBytes(UTF_8);
  }

  private static List<CompletableFuture<Integer>> begun(
      TokenCounts counts, TenantId tenant, byte[] body, int times) {
    return Stream.generate(
            () -> counts.ofPrompt(tenant, "m", Endpoint.COMPLETIONS, body).toCompletableFuture())
        .limit(times)
        .toList();
  }

  private static List<Integer> join(List<CompletableFuture<Integer>> all) {
    return all.stream().map(CompletableFuture::join).toList();
  }
}
