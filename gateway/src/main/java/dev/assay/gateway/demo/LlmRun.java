package dev.assay.gateway.demo;

import dev.assay.gateway.client.Complaint;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the demo over a real LLM from its options to its exit code. */
public final class LlmRun {
  /** What is played unless somebody says otherwise. */
  public static final int REQUESTS = 100;

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int FIRST_ANSWER_SECONDS = 30;

  private LlmRun() {}

  /**
   * What was asked for.
   *
   * @param url the server's address
   * @param model its model, where it has several
   * @param keyName the environment variable with its API key
   * @param requests rows of the stream: those taught on and those never seen
   */
  public record Asked(
      String url,
      @Nullable String model,
      @Nullable String keyName,
      int requests,
      long seed,
      @Nullable Path json,
      @Nullable Path report) {}

  /**
   * Plays it and writes what was asked for.
   *
   * @return 0 when everything it claims came true, else 1
   */
  public static int run(PrintStream out, PrintStream err, Asked asked) throws IOException {
    if (asked.requests() < LlmTask.FEWEST || asked.requests() > LlmTask.MOST) {
      throw new Complaint(
          "With --llm, --requests is "
              + LlmTask.FEWEST
              + " to "
              + LlmTask.MOST
              + ": fewer can't teach and test.",
          "too_few");
    }
    URI base = LlmServer.base(asked.url());
    LlmTask task = LlmTask.of(Dataset.load(null), asked.requests(), asked.seed());
    Progress progress =
        new Progress(err, CommandLine.Help.Ansi.AUTO.enabled(), LlmStory.requests(task));
    progress.say(
        base
            + " is sent messages of BANKING77 and short questions, some "
            + (LlmStory.requests(task) + 40)
            + " requests; nothing of yours"
            + (asked.keyName() == null ? "" : " but the key in " + asked.keyName()));
    LlmServer.Seen llm =
        new LlmServer(base, key(asked.keyName()), FIRST_ANSWER_SECONDS)
            .look(Optional.ofNullable(asked.model()), LlmTask.prompt(LlmStage.ALIAS));
    progress.say(
        String.format(
            Locale.ROOT, "it serves %s; its first answer took %.1f s", llm.model(), llm.seconds()));
    Path folder = Files.createTempDirectory("assay-demo-llm");
    progress.say("starting a gateway in front of it, a process of its own");
    LlmOutcome outcome = played(folder, base, llm, task, progress, asked);
    print(out, folder, outcome, asked);
    return outcome.failures().isEmpty() ? 0 : 1;
  }

  private static LlmOutcome played(
      Path folder, URI base, LlmServer.Seen llm, LlmTask task, Progress progress, Asked asked)
      throws IOException {
    Crowd crowd = new Crowd(LlmTask.LABELS, asked.seed());
    try (ScheduledExecutorService _ = progress.ticking();
        LlmStage stage =
            LlmStage.set(folder, base, llm.model(), Optional.ofNullable(asked.keyName()));
        Traffic traffic = new Traffic(stage.apps(), crowd, task.stream(), progress)) {
      LlmStory story = new LlmStory(stage, task, traffic, progress, asked.seed(), PATIENCE);
      LlmStory.Told told = story.play();
      progress.say("driving the rest of the API");
      LlmCalls calls = new LlmCalls(stage.data(), story.frozen().key());
      List<LlmCheck> checks = new LlmChecks(calls, stage.operator(), llm, base).all();
      var audit = stage.operator().verifyAudit();
      progress.end();
      return new LlmOutcome(
          base.toString(),
          llm,
          task,
          story.frozen(),
          story.learned(),
          story.shuffled(),
          told,
          checks,
          audit.path("entries").asLong(),
          audit.path("verified").asBoolean(),
          progress.seconds());
    }
  }

  private static void print(PrintStream out, Path folder, LlmOutcome outcome, Asked asked)
      throws IOException {
    out.print(LlmReport.table(outcome));
    if (asked.json() != null) {
      Files.writeString(asked.json(), LlmReport.json(outcome, asked.seed()));
    }
    Path page = asked.report() != null ? asked.report() : folder.resolve("report.html");
    Files.writeString(page, LlmPage.page(outcome, asked.seed()));
    out.println("Report: " + page + "  State and logs: " + folder);
    outcome.failures().forEach(failure -> out.println("NOT SHOWN: " + failure));
  }

  private static Optional<String> key(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    String key = System.getenv(name);
    if (key == null || key.isBlank()) {
      throw new Complaint(
          "The environment variable " + name + " is not set, and --llm-key-env names it.",
          "no_llm_key");
    }
    return Optional.of(key);
  }
}
