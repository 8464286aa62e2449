package dev.assay.gateway.demo;

import dev.assay.gateway.client.Complaint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the demo from its options to its exit code. */
public final class DemoRun {
  private static final int FEWEST_REQUESTS = 600;

  private DemoRun() {}

  /**
   * Plays the demo and writes what was asked for.
   *
   * @return 0 when everything it claims came true, else 1
   */
  public static int run(
      PrintStream out,
      PrintStream err,
      @Nullable Path data,
      int requests,
      long seed,
      @Nullable Path json,
      @Nullable Path report)
      throws IOException {
    if (requests < FEWEST_REQUESTS) {
      throw new Complaint(
          "--requests is at least " + FEWEST_REQUESTS + ": less can't show learning.", "too_few");
    }
    Dataset dataset = Dataset.load(data);
    Plan plan = Plan.of(dataset, requests, seed);
    Path folder = Files.createTempDirectory("assay-demo");
    Progress progress =
        new Progress(err, CommandLine.Help.Ansi.AUTO.enabled(), Demo.requests(plan));
    progress.say(
        dataset.name()
            + ": "
            + plan.labels().size()
            + " labels, a stream of "
            + plan.stream().size()
            + " requests. The model is the sandbox: a stand-in, not an LLM.");
    progress.say("starting a gateway and the model, each a process of its own");
    Outcome outcome;
    try (ScheduledExecutorService _ = progress.ticking();
        Stage stage = Stage.set(folder, plan.labels());
        Traffic traffic =
            new Traffic(stage.apps(), new Crowd(plan.labels(), seed), plan.stream(), progress)) {
      outcome = new Demo(stage, plan, traffic, progress, seed).run();
    }
    List<String> failures = Verdict.failures(outcome);
    out.print(Report.table(outcome));
    if (json != null) {
      Files.writeString(json, Report.json(outcome, dataset.name(), seed, failures));
    }
    Path page = report != null ? report : folder.resolve("report.html");
    Files.writeString(page, HtmlReport.page(outcome, dataset.name(), seed, failures));
    out.println("Report: " + page + "  State and logs: " + folder);
    failures.forEach(failure -> out.println("NOT SHOWN: " + failure));
    return failures.isEmpty() ? 0 : 1;
  }
}
