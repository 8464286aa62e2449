package dev.assay.gateway.jmh;

import dev.assay.policies.canonical.Digest;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.engine.BaseRules;
import dev.assay.policies.engine.CachedEngine;
import dev.assay.policies.engine.EmbeddedEngine;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.judge.BodyParser;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.Judge;
import dev.assay.policies.judge.Malformed;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantFile;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a request passes through before it is sent: parsing, policy, injection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestPath {
  private static final TenantId TENANT = new TenantId("acme");
  private static final String POLICY =
      """
      tenant: acme
      models: [fast]
      injection: {max_items: 3, max_tokens: 1000}
      """;
  private static final Target TARGET = new Target.Configured("openai", "m-1", "any");

  /** Bytes of the body. */
  @Param({"1024", "10240", "102400"})
  public int bytes;

  private byte[] raw = new byte[0];
  private Path folder = Path.of("");
  private RequestFacts facts = null;
  private EmbeddedEngine embedded = null;
  private CachedEngine cached = null;
  private Permitted permitted = null;
  private Injection injection = Injection.NONE;

  @Setup
  public void open() throws IOException, Malformed {
    raw = body(bytes).getBytes(StandardCharsets.UTF_8);
    folder = Files.createTempDirectory("assay-jmh-");
    Files.writeString(folder.resolve("acme.yaml"), POLICY);
    BaseRules rules = BaseRules.shipped();
    TenantPolicies policies = new TenantPolicies(folder, TenantFile::read, rules.digest());
    policies.reload();
    ParsedBody body = BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw);
    facts = facts(policies.current(TENANT).orElseThrow(), body);
    embedded = new EmbeddedEngine(rules, 1, Duration.ofSeconds(10));
    embedded.ready().toCompletableFuture().join();
    cached = new CachedEngine(embedded, 1_000);
    permitted =
        (Permitted) new Judge(cached).judge(body, facts).toCompletableFuture().join();
    injection =
        new Injection(
            "Examples that people confirmed:\n" + "when does the card come -> card_arrival\n"
                .repeat(3),
            60,
            List.of(item("e1"), item("e2"), item("e3")),
            "pinned");
  }

  private static Injection.Item item(String id) {
    byte[] some = "examples".getBytes(StandardCharsets.UTF_8);
    return new Injection.Item(Digest.of(some), ArtifactKind.EXAMPLES, id);
  }

  private static String body(int bytes) {
    String start =
        "{\"model\":\"fast\",\"messages\":[{\"role\":\"system\",\"content\":\"Answer.\"},"
            + "{\"role\":\"user\",\"content\":\"";
    String end = "\"}],\"max_tokens\":16,\"temperature\":0.2}";
    return start + "card ".repeat((bytes - start.length() - end.length()) / 5) + end;
  }

  private static RequestFacts facts(ActivePolicy policy, ParsedBody body) {
    return new RequestFacts(
        policy.policy(),
        policy.revision(),
        Instant.EPOCH,
        new RequestFacts.Caller(TENANT, "web", "k1"),
        RequestFacts.Purpose.SERVE,
        new RequestFacts.Shape(
            body.endpoint().word(),
            body.model(),
            body.stream(),
            body.raw().length,
            body.messages().size(),
            body.fields(),
            List.of(),
            body.maxOutputTokens(),
            body.choices()),
        RequestFacts.Limits.ROOM,
        new RequestFacts.ReleaseFacts(1, Digest.of(new byte[0]).text()),
        List.of(new RequestFacts.Candidate(TARGET, "alias")));
  }

  @TearDown
  public void close() throws IOException {
    cached.close();
    Files.delete(folder.resolve("acme.yaml"));
    Files.delete(folder);
  }

  @Benchmark
  public ParsedBody parse() throws Malformed {
    return BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw);
  }

  @Benchmark
  public Decision policyCached() {
    return cached.judge(facts).toCompletableFuture().join();
  }

  @Benchmark
  public Decision policyUncached() {
    return embedded.judge(facts).toCompletableFuture().join();
  }

  @Benchmark
  public Outbound inject() {
    return permitted.outbound(injection, TARGET);
  }
}
