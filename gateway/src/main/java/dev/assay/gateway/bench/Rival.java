package dev.assay.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Others in front of the same provider, each as plain as it starts: what they leave out is off. */
public enum Rival {
  NGINX(
      "nginx",
      "plain proxy, connections to the provider kept open, access log off",
      "your system's package nginx"),
  LITELLM(
      "litellm",
      "one worker, master key, no database",
      "python3 -m venv ~/.cache/assay/bench && ~/.cache/assay/bench/bin/pip install"
          + " 'litellm[proxy]!=1.82.7,!=1.82.8'"),
  PORTKEY(
      "gateway",
      "no keys, no cache",
      "npm install --prefix ~/.cache/assay/bench @portkey-ai/gateway"),
  CRABLLM(
      "crabllm",
      "no keys, no limits, no store",
      "cargo install crabllm --root ~/.cache/assay/bench"),
  FERROGW(
      "ferrogw",
      "no plugins",
      "python3 -m venv ~/.cache/assay/bench && ~/.cache/assay/bench/bin/pip install ferrogw");

  private static final Path HOME =
      Path.of(System.getProperty("user.home"), ".cache", "assay", "bench");

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

  /** Its program on this machine; another's that is only named alike is not looked for. */
  Optional<Path> program() {
    List<Path> places =
        this == PORTKEY
            ? List.of(HOME.resolve("node_modules/.bin"))
            : Arrays.stream((System.getenv("PATH") + ":" + HOME.resolve("bin")).split(":", -1))
                .map(Path::of)
                .toList();
    return places.stream()
        .map(place -> place.resolve(command))
        .filter(Files::isExecutable)
        .findFirst();
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
      case PORTKEY -> portkey(bin, upstream, port);
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
    List<String> words =
        List.of(
            bin,
            "--config",
            config.toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port));
    return new Start(words, Map.of(), Subject.bearer("sk-bench"));
  }

  private static Start portkey(String bin, String upstream, int port) {
    return new Start(
        List.of(bin, "--port=" + port, "--headless"),
        Map.of("TRUSTED_CUSTOM_HOSTS", "127.0.0.1,localhost"),
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
            "strategy:\n  mode: fallback\ntargets:\n  - virtual_key: openai\n");
    Map<String, String> environment =
        Map.of(
            "HOST",
            "127.0.0.1",
            "PORT",
            Integer.toString(port),
            "GATEWAY_CONFIG",
            config.toString(),
            "OPENAI_API_KEY",
            "bench",
            "OPENAI_BASE_URL",
            "http://" + upstream,
            "MASTER_KEY",
            "bench");
    return new Start(List.of(bin, "serve"), environment, Subject.bearer("bench"));
  }

  private static Path written(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
