package dev.assay.gateway.cli;

import dev.assay.gateway.bench.FixedUpstream;
import dev.assay.gateway.bench.Overhead;
import dev.assay.gateway.bench.OverheadReport;
import dev.assay.gateway.bench.Rehearsal;
import dev.assay.gateway.client.Complaint;
import dev.assay.policies.canonical.CanonicalJson;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay bench}: what this gateway costs on this machine. */
@Command(
    name = "bench",
    description = "Measure this gateway on this machine, on loopback alone.",
    synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {
  @Command(
      name = "overhead",
      mixinStandardHelpOptions = true,
      description =
          "What a governed request takes longer than a direct one, and how fast it starts.")
  int overhead(
      @Option(
              names = "--requests",
              paramLabel = "N",
              defaultValue = "5000",
              description = "Of each kind; 5000.")
          int requests,
      @Option(
              names = "--warmup",
              paramLabel = "N",
              defaultValue = "5000",
              description = "Of each kind, not counted; 5000.")
          int warmup,
      @Option(
              names = "--concurrency",
              paramLabel = "N",
              defaultValue = "1",
              description = "Clients; 1.")
          int concurrency,
      @Option(
              names = "--starts",
              paramLabel = "N",
              defaultValue = "5",
              description = "Starts to time; 5.")
          int starts,
      @Option(names = "--json", description = "Print one JSON document and nothing else.")
          boolean json)
      throws IOException, InterruptedException {
    Overhead.Plan plan;
    try {
      plan = new Overhead.Plan(requests, warmup, concurrency, starts);
    } catch (IllegalArgumentException outside) {
      throw new Complaint(String.valueOf(outside.getMessage()), "invalid_option");
    }
    Path folder = Files.createTempDirectory("assay-bench-");
    try {
      OverheadReport report = new Overhead(folder, plan, Clock.systemUTC()).run();
      System.out.println(json ? CanonicalJson.MAPPER.writeValueAsString(report) : report.text());
      if (!report.checks().held()) {
        throw new Complaint("Something was off: the figures above do not count.", "not_governed");
      }
      return 0;
    } catch (IOException failed) {
      throw new Complaint("The bench could not measure: " + failed.getMessage(), "not_measured");
    } finally {
      remove(folder);
    }
  }

  @Command(name = "upstream", hidden = true, description = "The fixed provider of the bench.")
  int upstream() throws Exception {
    int port =
        new FixedUpstream().start(Vertx.vertx()).toCompletionStage().toCompletableFuture().get();
    System.out.println("{\"upstream\":\"127.0.0.1:" + port + "\"}");
    new CountDownLatch(1).await();
    return 0;
  }

  @Command(
      name = "rehearse",
      hidden = true,
      description = "Serve once on loopback so that the JVM can keep what it learned.")
  int rehearse(@Parameters(paramLabel = "FILE", description = "Where the JVM keeps it.") Path cache)
      throws IOException {
    Path folder = Files.createTempDirectory("assay-rehearsal-");
    try {
      Rehearsal.run(folder, cache);
      return 0;
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
