package dev.assay.gateway.cli;

import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.demo.DemoRun;
import dev.assay.gateway.demo.LlmRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay demo}: the whole loop on real data, in about two minutes. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Play the whole loop on BANKING77, or on your own labelled texts: traffic, feedback, learning,"
          + " evaluation, policy, approval, serving; and what is stopped on the way.",
      "Exits with 1 and the reasons when something it claims did not come true."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int REQUESTS = 3000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder with train.csv and test.csv (text,category).")
  @Nullable Path data;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description =
          "Of the stream that every arm plays; 3000, at least 600. With --llm: 100, at least 78.")
  @Nullable Integer requests;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Draws other rows in another order; ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON.")
  @Nullable Path json;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the HTML report here.")
  @Nullable Path report;

  @Option(
      names = "--llm",
      paramLabel = "URL",
      description = {
        "Play a shorter story over a real LLM: any OpenAI-compatible server, such as"
            + " gateway/src/llm/serve. It is sent BANKING77's messages, some 200 requests."
      })
  @Nullable String llm;

  @Option(
      names = "--llm-model",
      paramLabel = "NAME",
      description = "Which of its models, where it serves several.")
  @Nullable String llmModel;

  @Option(
      names = "--llm-key-env",
      paramLabel = "VARIABLE",
      description = "The environment variable that holds its API key, where it wants one.")
  @Nullable String llmKeyEnv;

  @Override
  public Integer call() throws Exception {
    if (llm == null) {
      if (llmModel != null || llmKeyEnv != null) {
        throw new Complaint("--llm-model and --llm-key-env go with --llm.", "no_llm");
      }
      int rows = requests == null ? REQUESTS : requests;
      return DemoRun.run(System.out, System.err, data, rows, seed, json, report);
    }
    if (data != null) {
      throw new Complaint("--llm plays BANKING77 alone; leave out --data.", "data_and_llm");
    }
    int rows = requests == null ? LlmRun.REQUESTS : requests;
    LlmRun.Asked asked = new LlmRun.Asked(llm, llmModel, llmKeyEnv, rows, seed, json, report);
    return LlmRun.run(System.out, System.err, asked);
  }
}
