package dev.assay.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Others in front of the same provider, each as plain as it starts: what they leave out is off, and
 * so is a log line a request. Their install lines name versions that are known to work as they are
 * started here.
 */
public enum Rival {
  NGINX(
      "nginx",
      "plain proxy, connections to the provider kept open, access log off",
      "your system's package nginx"),
  // Versions 1.82.7 and 1.82.8 stole credentials: the newest is not taken, but one named here.
  LITELLM(
      "litellm",
      "one worker, master key, no database, access log off",
      "python3 -m venv ~/.cache/assay/bench && ~/.cache/assay/bench/bin/pip install"
          + " 'litellm[proxy]==1.99.4'"),
  // With a later @hono/node-server it answers each stream with 500 (its issue 1389).
  PORTKEY(
      "gateway",
      "no keys, no cache, connections kept open",
      "npm install --prefix ~/.cache/assay/bench @portkey-ai/gateway@1.15.2"
          + " @hono/node-server@1.14.1 @hono/node-ws@1.2.0"),
  CRABLLM(
      "crabllm",
      "no keys, no limits, no store",
      "cargo install crabllm@0.0.25 --locked --root ~/.cache/assay/bench"),
  FERROGW(
      "ferrogw",
      "master key, no plugins, no limits, access log off",
      "python3 -m venv ~/.cache/assay/bench && ~/.cache/assay/bench/bin/pip install"
          + " ferrogw==1.5.10");

  private static final Path HOME =
      Path.of(System.getProperty("user.home"), ".cache", "assay", "bench");

  /** As long as nginx keeps them here; open loops leave connections at rest between bursts. */
  private static final int KEEP_SECONDS = 300;

  private final String command;
  private final String what;
  private final String install;

  Rival(String command, String what, String install) {
    this.command = command;
    this.what = what;
    this.install = install;
  }

  /** Its name in commands and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How a person gets it. */
  public String install() {
    return install;
  }

  String what() {
    return what;
  }

  /** The rival of this name. */
  public static Optional<Rival> of(String word) {
    return Arrays.stream(values()).filter(rival -> rival.word().equals(word)).findFirst();
  }

  /**
   * Its program on this machine: first where its install line puts it, since others of its version
   * may not do. Another's that is only named alike is not looked for.
   */
  Optional<Path> program() {
    return places().map(place -> place.resolve(command)).filter(Files::isExecutable).findFirst();
  }

  private Stream<Path> places() {
    if (this == PORTKEY) {
      return Stream.of(HOME.resolve("node_modules/.bin"));
    }
    // Systems keep nginx where the paths of their users do not always lead.
    String further = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin";
    return Stream.concat(
        Stream.of(HOME.resolve("bin")),
        Arrays.stream(further.split(":", -1)).filter(it -> !it.isEmpty()).map(Path::of));
  }

  /**
   * How it is started.
   *
   * @param headers header lines of each request
   */
  record Start(List<String> words, Map<String, String> environment, String headers) {}

  /** Writes its configuration and says how it is started. */
  Start prepare(Path program, Path folder, String upstream, int port) throws IOException {
    String bin = program.toString();
    return switch (this) {
      case NGINX -> nginx(bin, folder, upstream, port);
      case LITELLM -> litellm(bin, folder, upstream, port);
      case PORTKEY -> portkey(bin, folder, upstream, port);
      case CRABLLM -> crabllm(bin, folder, upstream, port);
      case FERROGW -> ferrogw(bin, folder, upstream, port);
    };
  }

  private static Start nginx(String bin, Path folder, String upstream, int port)
      throws IOException {
    Path config = written(folder, "nginx.conf", NginxConfig.text(folder, upstream, port));
    String log = folder.resolve("nginx-error.log").toString();
    return new Start(
        List.of(bin, "-p", folder.toString(), "-e", log, "-c", config.toString()),
        Map.of(),
        Subject.bearer("bench"));
  }

  private static Start litellm(String bin, Path folder, String upstream, int port)
      throws IOException {
    Path config =
        written(
            folder,
            "litellm.yaml",
            """
            model_list:
              - model_name: bench
                litellm_params: {model: openai/bench, api_base: "http://%s/v1", api_key: bench}
            general_settings: {master_key: sk-bench}
            """
                .formatted(upstream));
    Path logging =
        written(
            folder,
            "litellm-log.json",
            """
            {"version": 1, "disable_existing_loggers": false,
             "loggers": {"uvicorn.access": {"level": "WARNING"}}}
            """);
    List<String> words =
        List.of(
            bin,
            "--config",
            config.toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--keepalive_timeout",
            Integer.toString(KEEP_SECONDS),
            "--log_config",
            logging.toString(),
            "--telemetry",
            "False");
    // It would ask the network for its lists of prices and headers.
    Map<String, String> environment =
        Map.of(
            "LITELLM_LOCAL_MODEL_COST_MAP", "True", "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS", "True");
    return new Start(words, environment, Subject.bearer("sk-bench"));
  }

  private static Start portkey(String bin, Path folder, String upstream, int port)
      throws IOException {
    // It has no setting for these: it would listen on every address, for anybody to name a host to
    // pass on to, and would drop connections that rest for five seconds.
    Path before =
        written(
            folder,
            "portkey-before.cjs",
            """
            const { Server } = require('node:http');
            const { listen } = Server.prototype;
            Server.prototype.listen = function (port, host, ...rest) {
              this.keepAliveTimeout = %d;
              return listen.call(this, port, '127.0.0.1', ...rest);
            };
            """
                .formatted(1000 * KEEP_SECONDS));
    return new Start(
        List.of(bin, "--port=" + port, "--headless"),
        Map.of("NODE_ENV", "production", "NODE_OPTIONS", "--require \"" + before + "\""),
        "x-portkey-provider: openai\r\nx-portkey-custom-host: http://"
            + upstream
            + "/v1\r\n"
            + Subject.bearer("bench"));
  }

  private static Start crabllm(String bin, Path folder, String upstream, int port)
      throws IOException {
    Path config =
        written(
            folder,
            "crabllm.toml",
            """
            listen = "127.0.0.1:%d"
            [providers.bench]
            kind = "openai"
            base_url = "http://%s/v1"
            api_key = "bench"
            models = ["bench"]
            """
                .formatted(port, upstream));
    return new Start(
        List.of(bin, "serve", "--config", config.toString()), Map.of(), Subject.bearer("bench"));
  }

  private static Start ferrogw(String bin, Path folder, String upstream, int port)
      throws IOException {
    Path config =
        written(
            folder,
            "ferrogw.yaml",
            """
            strategy: {mode: single}
            targets:
              - virtual_key: openai
                models: [bench]
            """);
    // Its own limit of 20 requests a second would be all that is measured; given time, it would ask
    // the network for its list of models. It listens on every address, but not without the key.
    Map<String, String> environment =
        Map.of(
            "PORT",
            Integer.toString(port),
            "GATEWAY_CONFIG",
            config.toString(),
            "OPENAI_API_KEY",
            "bench",
            "OPENAI_BASE_URL",
            "http://" + upstream + "/v1",
            "MASTER_KEY",
            "bench",
            "RATE_LIMIT_RPS",
            "0",
            "FERRO_MODEL_CATALOG_TIMEOUT",
            "0",
            "LOG_LEVEL",
            "warn");
    return new Start(List.of(bin, "serve"), environment, Subject.bearer("bench"));
  }

  private static Path written(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
