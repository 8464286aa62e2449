package dev.assay.gateway.cli;

import dev.assay.gateway.demo.DemoRun;
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
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder with train.csv and test.csv (text,category).")
  @Nullable Path data;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Of the stream that every arm plays; ${DEFAULT-VALUE}, at least 600.")
  int requests = 3000;

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

  @Override
  public Integer call() throws Exception {
    return DemoRun.run(System.out, System.err, data, requests, seed, json, report);
  }
}
