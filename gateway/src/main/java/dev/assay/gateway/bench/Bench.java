package dev.assay.gateway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.bench.BenchPlan.Combination;
import dev.assay.gateway.bench.BenchPlan.Kind;
import dev.assay.gateway.bench.BenchReport.Absent;
import dev.assay.gateway.bench.BenchReport.Start;
import dev.assay.gateway.child.AssayProcess;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures what the gateway costs with everything on, beside the provider alone and whoever else is
 * installed. Gateway, provider and load are processes of their own on loopback; all combinations
 * take turns in several rounds, so that whatever else the machine does falls on all of them.
 */
public final class Bench {
  private static final int WARM_CLIENTS = 8;
  private static final int MAX_WARM_TURNS = 4;

  /** Below this share of what it cost a turn before, it is not warm yet. */
  private static final double STILL_WARMING = 0.85;

  private final Path folder;
  private final BenchPlan plan;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Prompts prompts;
  private final Prompts texts;
  private final List<Absent> absent = new ArrayList<>();

  /**
   * Prepares.
   *
   * @param folder an empty folder for state, policy and logs; the caller removes it
   * @param progress is told what goes on, in a line each
   */
  public Bench(Path folder, BenchPlan plan, Clock clock, Consumer<String> progress)
      throws IOException {
    this.folder = folder;
    this.plan = plan;
    this.clock = clock;
    this.progress = progress;
    String run = Long.toString(clock.millis(), Character.MAX_RADIX);
    this.prompts = Prompts.ofWords("p" + run);
    this.texts =
        plan.data().isPresent()
            ? Prompts.ofFile(plan.data().get(), "s" + run)
            : Prompts.ofWords("s" + run);
  }

  /** Measures. Blocks; fails when anything was answered otherwise than it should be. */
  public BenchReport run() throws IOException, InterruptedException {
    progress.accept("about " + plan.minutes() + " minutes of load, after a few starts");
    double loadBefore = Machine.load();
    try (AssayProcess upstream = upstream(folder)) {
      Ground ground = new Ground(folder, upstream.address("upstream"));
      Ground.Keys keys = ground.lay();
      List<Start> starts = new ArrayList<>();
      for (int i = 1; i < plan.starts(); i++) {
        try (AssayProcess gateway = ground.gateway()) {
          starts.add(firstAnswer(gateway, keys.pinned(), starts.size()));
        }
      }
      double encoderMicros = EncoderCost.microsPerText(texts);
      Loaded loaded;
      MetricsPage metrics;
      long residentKib;
      try (AssayProcess gateway = ground.gateway()) {
        starts.add(firstAnswer(gateway, keys.pinned(), starts.size()));
        loaded = load(ground, gateway, keys, upstream.pid());
        metrics = metrics(gateway);
        residentKib = CpuTime.residentKib(List.of(gateway.pid()));
      }
      Ground.Journalled journalled = ground.journalled();
      BenchReport.Checks checks =
          new BenchReport.Checks(
              plan.starts() + loaded.governed(),
              injected(ground),
              journalled.governed(),
              journalled.prompts());
      return new ReportMaking(plan, loaded.cells(), encoderMicros)
          .report(
              Machine.here(clock.instant(), loadBefore),
              starts,
              residentKib,
              loaded.residentKib(),
              Math.round(1_000 * metrics.sum("assay_store_lag_worst_seconds")),
              Hits.of(metrics, journalled.injection()),
              checks,
              absent);
    }
  }

  /** The fixed provider, in a process of its own. */
  static AssayProcess upstream(Path folder) throws IOException {
    return AssayProcess.start(
        folder.resolve("upstream.log"), Map.of(), List.of(), List.of("bench", "upstream"));
  }

  /**
   * What the load found.
   *
   * @param governed requests sent to the gateway, warm-up among them
   * @param residentKib of each rival after its load
   */
  private record Loaded(List<Cell> cells, long governed, Map<String, Long> residentKib) {}

  private Loaded load(Ground ground, AssayProcess gateway, Ground.Keys keys, long provider)
      throws IOException, InterruptedException {
    List<RivalProcess> rivals = new ArrayList<>();
    try {
      for (Rival rival : plan.rivals()) {
        start(rival, ground.upstream()).ifPresent(rivals::add);
      }
      List<Subject> subjects = subjects(ground, gateway, keys, rivals);
      long governed = 0;
      for (Subject subject : subjects) {
        governed += warmUp(subject);
      }
      List<Cell> cells = plan.combinations(subjects).stream().map(Cell::new).toList();
      rounds(cells, provider);
      for (Cell cell : cells) {
        governed += cell.combination().subject().isAssay() ? answers(cell.found()) : 0;
      }
      Map<String, Long> residentKib = new LinkedHashMap<>();
      for (RivalProcess rival : rivals) {
        residentKib.put(rival.subject().name(), CpuTime.residentKib(rival.subject().pids()));
      }
      return new Loaded(cells, governed, residentKib);
    } finally {
      rivals.forEach(RivalProcess::close);
    }
  }

  private static long answers(Findings found) {
    return found.latency().size() + found.failures();
  }

  private Optional<RivalProcess> start(Rival rival, String upstream) throws InterruptedException {
    Optional<Path> program = rival.program();
    if (program.isEmpty()) {
      absent.add(new Absent(rival.word(), "not installed; get it by: " + rival.install()));
      return Optional.empty();
    }
    try {
      progress.accept("starting " + rival.word());
      return Optional.of(RivalProcess.start(rival, program.get(), folder, upstream));
    } catch (IOException silent) {
      absent.add(new Absent(rival.word(), String.valueOf(silent.getMessage())));
      return Optional.empty();
    }
  }

  private static List<Subject> subjects(
      Ground ground, AssayProcess gateway, Ground.Keys keys, List<RivalProcess> rivals) {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(Subject.direct(ground.upstream()));
    rivals.forEach(rival -> subjects.add(rival.subject()));
    String data = gateway.address("data");
    subjects.add(
        Subject.assay(
            Subject.PINNED,
            "Assay, all on, the same three examples",
            data,
            keys.pinned(),
            gateway));
    subjects.add(
        Subject.assay(
            Subject.SIMILAR,
            "Assay, all on, the three examples most like each prompt",
            data,
            keys.similar(),
            gateway));
    return subjects;
  }

  private Prompts promptsFor(Subject subject) {
    return subject.name().equals(Subject.SIMILAR) ? texts : prompts;
  }

  /** Until a request costs about what it cost before, or for long enough: compiling takes time. */
  private long warmUp(Subject subject) throws IOException, InterruptedException {
    progress.accept("warming up " + subject.name());
    Prompts from = promptsFor(subject);
    int bytes = plan.sizes().getFirst();
    long nanos = nanos(plan.warmupSeconds());
    long answers = 0;
    double before = Double.MAX_VALUE;
    for (int turn = 0; turn < MAX_WARM_TURNS; turn++) {
      Cell whole = new Cell(new Combination(Kind.BUSY, bytes, subject));
      Cell streams = new Cell(new Combination(Kind.STREAM, bytes, subject));
      long none = ProcessHandle.current().pid();
      whole.measure(new ClosedLoop(WARM_CLIENTS), from.bodies(bytes, false), nanos, none);
      streams.measure(new ClosedLoop(WARM_CLIENTS), from.bodies(bytes, true), nanos / 4, none);
      answers += answers(whole.found()) + answers(streams.found());
      double micros = whole.cpuMicrosPerRequest();
      if (micros > STILL_WARMING * before || micros == 0) {
        break;
      }
      before = micros;
    }
    return subject.isAssay() ? answers : 0;
  }

  private void rounds(List<Cell> cells, long provider) throws IOException, InterruptedException {
    for (int round = 0; round < plan.rounds(); round++) {
      progress.accept("round " + (round + 1) + " of " + plan.rounds());
      for (Cell cell : plan.turned(cells, round)) {
        Combination what = cell.combination();
        // The tail of an open loop needs more requests than the middle of a closed one.
        double seconds = plan.seconds() / plan.rounds() * (what.kind() == Kind.OPEN ? 2 : 1);
        cell.measure(
            plan.load(what.kind()),
            promptsFor(what.subject()).bodies(what.bytes(), what.kind() == Kind.STREAM),
            nanos(seconds),
            provider);
      }
    }
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private static Start firstAnswer(AssayProcess gateway, String key, int number)
      throws IOException {
    try (KeepAlive client = new KeepAlive(gateway.address("data"), key)) {
      Rehearsal.checked(client.post(Subject.PATH, Rehearsal.body("first" + number)));
      return new Start(
          TimeUnit.NANOSECONDS.toMillis(gateway.listeningNanos()),
          TimeUnit.NANOSECONDS.toMillis(gateway.ageNanos()),
          CpuTime.residentKib(List.of(gateway.pid())));
    }
  }

  private static MetricsPage metrics(AssayProcess gateway) throws IOException {
    try (KeepAlive control = new KeepAlive(gateway.address("control"), "bench")) {
      return MetricsPage.read(control.get("/metrics").body());
    }
  }

  private static long injected(Ground ground) throws IOException {
    try (KeepAlive upstream = new KeepAlive(ground.upstream(), "bench")) {
      JsonNode seen = CanonicalJson.MAPPER.readTree(upstream.get("/seen").body());
      return seen.path("injected").asLong();
    }
  }
}
