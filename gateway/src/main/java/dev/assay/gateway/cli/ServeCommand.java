package dev.assay.gateway.cli;

import dev.assay.config.AssayConfig;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.logging.Logging;
import dev.assay.gateway.sandbox.SandboxServer;
import dev.assay.gateway.serve.Server;
import dev.assay.learners.embedding.CachedEncoder;
import dev.assay.learners.embedding.MiniLmEncoder;
import dev.assay.learners.store.StoreUnavailable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay serve}: the gateway, until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serve. Without --config no file is read and the environment is enough: OPENAI_API_KEY,"
          + " OPENAI_BASE_URL, ASSAY_MODELS.",
      "The chosen addresses are printed as one JSON line."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final long SANDBOX_CACHE_BYTES = 64L * 1024 * 1024;

  @Option(names = "--config", paramLabel = "F", description = "The configuration file.")
  @Nullable Path config;

  @Option(
      names = "--sandbox",
      description = "Start the sandbox model beside it, as alias 'sandbox'.")
  boolean sandbox;

  @Option(names = "--data-dir", paramLabel = "D", description = "Where state is kept.")
  @Nullable Path dataDir;

  @Option(names = "--policy-dir", paramLabel = "D", description = "The tenants' policy files.")
  @Nullable Path policyDir;

  @Option(names = "--data-port", paramLabel = "N", description = "For applications; 0 = free.")
  @Nullable Integer dataPort;

  @Option(names = "--control-port", paramLabel = "N", description = "For people; 0 = free.")
  @Nullable Integer controlPort;

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      description = "How the log on stderr is written: text or json.")
  Logging.@Nullable Format log;

  @Override
  public Integer call() throws Exception {
    Logging said = Logging.of(System.getenv());
    Logging logging = log == null ? said : said.as(log);
    logging.begin();
    AssayConfig chosen =
        Settings.read(config, System.getenv())
            .withPlaces(dataDir, policyDir, dataPort, controlPort)
            .config();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(Server.LOOPS));
    if (sandbox) {
      Path folder = chosen.storage().dataDir().resolve("sandbox");
      chosen = Settings.of(chosen).withSandbox(startSandbox(vertx, folder)).config();
    }
    if (chosen.providers().isEmpty()) {
      say(
          logging,
          "No provider is configured, so every request will be refused: set OPENAI_API_KEY, name a"
              + " --config, or try --sandbox.");
    }
    Server server;
    try {
      server = Server.start(vertx, chosen);
    } catch (IllegalStateException | StoreUnavailable cannot) {
      throw new Complaint(String.valueOf(cannot.getMessage()), "cannot_start");
    }
    if (logging.format() == Logging.Format.TEXT) {
      // A log that programs keep is no place for it.
      server
          .newAdminToken()
          .ifPresent(token ->
              System.err.println(
                  "The admin token, shown this once (it is kept in the data folder): "
                      + token.reveal()));
    }
    System.out.println(server.addresses().json());
    awaitSignal(server, vertx);
    return 0;
  }

  private static void say(Logging logging, String line) {
    if (logging.format() == Logging.Format.JSON) {
      LOG.warn(line);
    } else {
      System.err.println(line);
    }
  }

  /** Its port. It lives as long as the Vert.x it runs on. */
  private static int startSandbox(Vertx vertx, Path folder)
      throws IOException, InterruptedException, ExecutionException {
    SandboxServer server =
        new SandboxServer(
            vertx,
            "127.0.0.1",
            0,
            folder,
            new CachedEncoder(new MiniLmEncoder(), SANDBOX_CACHE_BYTES));
    return server.start().toCompletionStage().toCompletableFuture().get();
  }

  /** SIGTERM and SIGINT run the hook; the process ends when everything is closed. */
  private static void awaitSignal(Server server, Vertx vertx) throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  try {
                    vertx
                        .close()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  } catch (ExecutionException | java.util.concurrent.TimeoutException late) {
                    System.err.println("Some connections did not close in time.");
                  }
                  // A drained server ended well; the JVM alone would say 143.
                  Runtime.getRuntime().halt(0);
                },
                "drain"));
    new CountDownLatch(1).await();
  }
}
