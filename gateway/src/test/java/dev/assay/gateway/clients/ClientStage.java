package dev.assay.gateway.clients;

import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.SpecProvider;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A gateway over one provider of each kind, each with a model for every case that clients meet. */
final class ClientStage implements AutoCloseable {
  private static final List<String> MODELS =
      List.of(
          "small",
          SpecProvider.REFUSES,
          SpecProvider.LIMITED,
          SpecProvider.LIMITED + "-too",
          SpecProvider.FAILS,
          SpecProvider.DIES);

  /** Clients, each with aliases of its own. */
  static final String OPENAI_PYTHON = "openai-python";

  static final String ANTHROPIC_PYTHON = "anthropic-python";
  static final String OPENAI_NODE = "openai-node";
  static final String OPENAI_JAVA = "openai-java";
  static final String LANGCHAIN = "langchain";

  private static final List<String> CLIENTS =
      List.of(OPENAI_PYTHON, ANTHROPIC_PYTHON, OPENAI_NODE, OPENAI_JAVA, LANGCHAIN);

  private final RawUpstream provider;
  private final RunningGateway gateway;

  private ClientStage(RawUpstream provider, RunningGateway gateway) {
    this.provider = provider;
    this.gateway = gateway;
  }

  static ClientStage set(Path dir) throws Exception {
    RawUpstream provider = new RawUpstream().plays(new SpecProvider());
    StringBuilder providers = new StringBuilder();
    StringBuilder aliases = new StringBuilder();
    for (ProviderKind kind : ProviderKind.values()) {
      providers.append(kind.yaml(provider.port()));
      for (String client : CLIENTS) {
        MODELS.forEach(model -> aliases.append(kind.alias(client, model)));
      }
    }
    RunningGateway gateway =
        RunningGateway.with(
            dir, Yaml.places(dir) + "providers:\n" + providers + "aliases:\n" + aliases);
    String[] names =
        Arrays.stream(ProviderKind.values())
            .flatMap(kind -> CLIENTS.stream().map(kind::prefix))
            .flatMap(prefix -> MODELS.stream().map(model -> prefix + model))
            .toArray(String[]::new);
    gateway.tenant("acme", names);
    gateway.tenant("hurried", names);
    gateway.policy(
        "hurried",
        java.nio.file.Files.readString(gateway.policies().resolve("hurried.yaml"))
            .replace("requests_per_minute: 60000", "requests_per_minute: 1"));
    return new ClientStage(provider, gateway);
  }

  /** Where clients connect; those of OpenAI's API add {@code /v1}. */
  String url(String path) {
    return gateway.data(path).toString().replaceAll("/$", "");
  }

  /** A new app key. */
  String key() throws Exception {
    return gateway.key("acme").secret();
  }

  /** A new app key that may be used once a minute. */
  String hurriedKey() throws Exception {
    return gateway.key("hurried").secret();
  }

  /** What a script is told: where to connect, both keys, and how the aliases begin. */
  List<String> arguments(ProviderKind kind, String client, String path) throws Exception {
    List<String> plain = List.of(url(path), key(), hurriedKey(), kind.prefix(client));
    return kind.isOpenAi()
        ? Stream.concat(plain.stream(), Stream.of("--openai-only")).toList()
        : plain;
  }

  @Override
  public void close() throws Exception {
    gateway.close();
    provider.close();
  }
}
