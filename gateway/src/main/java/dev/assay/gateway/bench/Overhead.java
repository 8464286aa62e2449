package dev.assay.gateway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.bench.Latencies.Percentiles;
import dev.assay.gateway.child.AssayProcess;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the gateway adds to a request, and how fast it starts. Gateway and provider are processes of
 * their own on loopback; direct and governed requests alternate in one run, so that whatever else
 * the machine does falls on both.
 */
public final class Overhead {
  private static final String HOW =
      "Direct and governed requests alternate over one keep-alive connection each, every prompt"
          + " different; gateway and provider are processes of their own on loopback; added is"
          + " governed less direct, percentile by percentile.";
  private static final List<String> ON =
      List.of(
          "app key",
          "strict parsing",
          "policy (embedded Wasm, cached)",
          "request limits",
          "pinned examples from a live release",
          "durable journal with content",
          "metrics");

  private static final String WORST_LAG = "assay_store_lag_worst_seconds ";

  private final Path folder;
  private final Plan plan;
  private final Clock clock;

  /**
   * How much is measured.
   *
   * @param requests of each kind, 1 to 200,000
   * @param warmup of each kind, 0 to 200,000
   * @param concurrency client threads, 1 to 64
   * @param starts how often the gateway is started, 1 to 20
   */
  public record Plan(int requests, int warmup, int concurrency, int starts) {
    private static final int MAX_REQUESTS = 200_000;

    public Plan {
      within("requests", requests, 1, MAX_REQUESTS);
      within("warmup", warmup, 0, MAX_REQUESTS);
      within("concurrency", concurrency, 1, 64);
      within("starts", starts, 1, 20);
    }

    private static void within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "'" + name + "' is " + least + " to " + most + ", not " + value);
      }
    }
  }

  /**
   * Prepares.
   *
   * @param folder an empty folder for state, policy and logs; the caller removes it
   */
  public Overhead(Path folder, Plan plan, Clock clock) {
    this.folder = folder;
    this.plan = plan;
    this.clock = clock;
  }

  /** Measures. Blocks; fails when anything was answered otherwise than it should be. */
  public OverheadReport run() throws IOException, InterruptedException {
    try (AssayProcess upstream = upstream(folder)) {
      Ground ground = new Ground(folder, upstream.address("upstream"));
      String key = ground.lay();
      try (KeepAlive seen = new KeepAlive(ground.upstream(), "bench")) {
        long injectedBefore = injected(seen);
        List<OverheadReport.Start> starts = new ArrayList<>();
        for (int i = 1; i < plan.starts(); i++) {
          try (AssayProcess gateway = ground.gateway()) {
            starts.add(firstAnswer(gateway, key));
          }
        }
        OverheadReport.Start last;
        Measured measured;
        java.util.OptionalLong residentKib;
        long worstLagMillis;
        try (AssayProcess gateway = ground.gateway()) {
          last = firstAnswer(gateway, key);
          measured = measure(ground.upstream(), gateway.address("data"), key);
          residentKib = gateway.residentKib();
          worstLagMillis = worstLagMillis(gateway);
        }
        starts.add(last);
        long sent = (long) plan.starts() + measured.governedSent();
        OverheadReport.Checks checks =
            new OverheadReport.Checks(sent, injected(seen) - injectedBefore, ground.journalled());
        return report(measured, starts, residentKib, worstLagMillis, checks);
      }
    }
  }

  /** The fixed provider, in a process of its own. */
  static AssayProcess upstream(Path folder) throws IOException {
    return AssayProcess.start(
        folder.resolve("upstream.log"), Map.of(), List.of(), List.of("bench", "upstream"));
  }

  private OverheadReport report(
      Measured measured,
      List<OverheadReport.Start> starts,
      java.util.OptionalLong residentKib,
      long worstLagMillis,
      OverheadReport.Checks checks) {
    Percentiles direct = measured.direct().percentiles();
    Percentiles governed = measured.governed().percentiles();
    return new OverheadReport(
        new OverheadReport.Machine(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            ManagementFactory.getRuntimeMXBean().getInputArguments(),
            clock.instant()),
        new OverheadReport.Method(plan.requests(), plan.warmup(), plan.concurrency(), HOW, ON),
        direct,
        governed,
        governed.minus(direct),
        starts,
        residentKib,
        worstLagMillis,
        checks);
  }

  private static OverheadReport.Start firstAnswer(AssayProcess gateway, String key)
      throws IOException {
    try (KeepAlive client = new KeepAlive(gateway.address("data"), key)) {
      Lane.checked(client.post(Lane.PATH, Lane.body("first")), true);
      return new OverheadReport.Start(
          TimeUnit.NANOSECONDS.toMillis(gateway.listeningNanos()),
          TimeUnit.NANOSECONDS.toMillis(gateway.ageNanos()),
          gateway.residentKib());
    }
  }

  private record Measured(Latencies direct, Latencies governed, long governedSent) {}

  private Measured measure(String upstream, String gateway, String key)
      throws IOException, InterruptedException {
    List<Lane> lanes = new ArrayList<>();
    try {
      for (int i = 0; i < plan.concurrency(); i++) {
        lanes.add(
            new Lane(
                i,
                share(plan.warmup(), i),
                share(plan.requests(), i),
                new KeepAlive(upstream, "bench"),
                new KeepAlive(gateway, key)));
      }
      List<Thread> threads =
          lanes.stream().map(lane -> Thread.ofPlatform().daemon().start(lane)).toList();
      for (Thread thread : threads) {
        thread.join();
      }
      for (Lane lane : lanes) {
        lane.complain();
      }
      return new Measured(
          Latencies.of(lanes.stream().flatMapToLong(Lane::directNanos).toArray()),
          Latencies.of(lanes.stream().flatMapToLong(Lane::governedNanos).toArray()),
          (long) plan.warmup() + plan.requests());
    } finally {
      for (Lane lane : lanes) {
        lane.close();
      }
    }
  }

  /** The lane's part of the whole; the first ones take what does not divide. */
  private int share(int whole, int lane) {
    return whole / plan.concurrency() + (lane < whole % plan.concurrency() ? 1 : 0);
  }

  private static long worstLagMillis(AssayProcess gateway) throws IOException {
    try (KeepAlive control = new KeepAlive(gateway.address("control"), "bench")) {
      String figure =
          control
              .get("/metrics")
              .body()
              .lines()
              .filter(line -> line.startsWith(WORST_LAG))
              .findFirst()
              .orElseThrow(() -> new IOException("/metrics has no " + WORST_LAG.strip()));
      return Math.round(1_000 * Double.parseDouble(figure.substring(WORST_LAG.length())));
    }
  }

  private static long injected(KeepAlive upstream) throws IOException {
    JsonNode seen = CanonicalJson.MAPPER.readTree(upstream.get("/seen").body());
    return seen.path("injected").asLong();
  }
}
