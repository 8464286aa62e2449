package dev.assay.gateway.cli;

import dev.assay.gateway.sandbox.SandboxServer;
import dev.assay.learners.embedding.CachedEncoder;
import dev.assay.learners.embedding.MiniLmEncoder;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay sandbox}: the small stand-in model, until it is told to stop. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Serve the sandbox model: a small classifier that stands in for an LLM, and is none.",
      "Its address is printed as one JSON line."
    })
final class SandboxCommand implements Callable<Integer> {
  private static final long CACHE_BYTES = 128L * 1024 * 1024;

  @Option(names = "--port", paramLabel = "N", defaultValue = "4102", description = "0 = free.")
  int port;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      defaultValue = "data/sandbox",
      description = "Where trained adapters are kept; ${DEFAULT-VALUE}.")
  Path dataDir = Path.of("data/sandbox");

  @Override
  public Integer call() throws Exception {
    MiniLmEncoder encoder = new MiniLmEncoder();
    SandboxServer server =
        new SandboxServer(
            Vertx.vertx(), "127.0.0.1", port, dataDir, new CachedEncoder(encoder, CACHE_BYTES));
    int chosen = server.start().toCompletionStage().toCompletableFuture().get();
    System.out.println("{\"sandbox\":\"127.0.0.1:" + chosen + "\"}");
    encoder.embed("warm up");
    new CountDownLatch(1).await();
    return 0;
  }
}
