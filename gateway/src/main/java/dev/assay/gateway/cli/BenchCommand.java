package dev.assay.gateway.cli;

import dev.assay.gateway.bench.Bench;
import dev.assay.gateway.bench.BenchFiles;
import dev.assay.gateway.bench.BenchPlan;
import dev.assay.gateway.bench.BenchReport;
import dev.assay.gateway.bench.FixedUpstream;
import dev.assay.gateway.bench.Rehearsal;
import dev.assay.gateway.bench.Rival;
import dev.assay.gateway.client.Complaint;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay bench}: what this gateway costs on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measure on this machine, on loopback alone, what this gateway costs with everything on,"
            + " beside the provider alone and other gateways.")
final class BenchCommand implements Callable<Integer> {
  /** What is done where an option says nothing else. */
  private record Effort(double seconds, int rounds, double warmup, int starts) {
    static final Effort FULL = new Effort(9, 3, 6, 3);
    static final Effort QUICK = new Effort(1, 1, 2, 1);
  }

  @Option(
      names = "--against",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "nginx",
      description =
          "Who else, where installed: nginx, litellm, portkey, crabllm, ferrogw (default: nginx,"
              + " which is the unit).")
  private List<String> against = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long each combination is measured for in all (default: 9, with --quick 1).")
  private @Nullable Double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Over how many turns those are spread (default: 3, with --quick 1).")
  private @Nullable Integer rounds;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description =
          "Seconds of load on each before, not counted, again while cost falls (default: 6, with"
              + " --quick 2).")
  private @Nullable Double warmup;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Requests a second of the open loop (default: 500).")
  private int rate;

  @Option(
      names = "--sizes",
      paramLabel = "BYTES",
      split = ",",
      defaultValue = "1k,10k,100k",
      description = "Sizes of the request bodies (default: 1k,10k,100k).")
  private List<String> sizes = List.of();

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "How often the start is timed (default: 3, with --quick 1).")
  private @Nullable Integer starts;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Prompts of similar injection, one a line (default: random words).")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write benchmarks.md, .json and .svg there; docs writes this project's page.")
  private @Nullable Path out;

  @Option(names = "--quick", description = "Less of everything: under a minute, and rougher.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchPlan plan = plan();
    Path folder = Files.createTempDirectory("assay-bench-");
    try {
      BenchReport report = new Bench(folder, plan, Clock.systemUTC(), System.err::println).run();
      System.out.println(json ? BenchFiles.json(report) : BenchFiles.text(report));
      if (!report.checks().held()) {
        throw new Complaint(
            "Something was off: the figures above do not count, and no page is written.",
            "not_governed");
      }
      if (out != null) {
        BenchFiles.write(report, out, command());
      }
      return 0;
    } catch (IOException failed) {
      throw new Complaint("The bench could not measure: " + failed.getMessage(), "not_measured");
    } finally {
      remove(folder);
    }
  }

  private BenchPlan plan() {
    Effort usual = quick ? Effort.QUICK : Effort.FULL;
    try {
      return new BenchPlan(
          said(seconds, usual.seconds()),
          said(rounds, usual.rounds()),
          said(warmup, usual.warmup()),
          rate,
          sizes.stream().map(BenchCommand::bytes).toList(),
          against.stream().map(BenchCommand::rival).distinct().toList(),
          said(starts, usual.starts()),
          Optional.ofNullable(data));
    } catch (IllegalArgumentException outside) {
      throw new Complaint(String.valueOf(outside.getMessage()), "invalid_option");
    }
  }

  private static <T> T said(@Nullable T option, T usual) {
    return option == null ? usual : option;
  }

  private static Rival rival(String word) {
    return Rival.of(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + word
                    + "' is none that can be measured against: "
                    + Arrays.stream(Rival.values())
                        .map(Rival::word)
                        .collect(Collectors.joining(", "))));
  }

  /** Such as {@code 10k}. */
  private static int bytes(String size) {
    String text = size.toLowerCase(Locale.ROOT);
    boolean kilo = text.endsWith("k");
    try {
      int number = Integer.parseInt(kilo ? text.substring(0, text.length() - 1) : text);
      return Math.multiplyExact(number, kilo ? 1024 : 1);
    } catch (ArithmeticException | NumberFormatException noSize) {
      throw new IllegalArgumentException(
          "'" + size + "' is no size: give bytes, such as 600 or 10k", noSize);
    }
  }

  private String command() {
    return spec == null
        ? "./assay bench"
        : "./assay " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
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
