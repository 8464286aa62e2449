package dev.assay.gateway.cli;

import dev.assay.config.Alias;
import dev.assay.config.AliasTarget;
import dev.assay.config.AssayConfig;
import dev.assay.config.Provider;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.sandbox.SandboxServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A configuration on its way from file, environment and options to a server. Always checked. */
record Settings(AssayConfig config) {
  /** The alias and provider name of the sandbox model. */
  static final String SANDBOX = "sandbox";

  static Settings of(AssayConfig config) {
    return new Settings(config);
  }

  /** The named file, else the environment alone: no file is read that nobody named. */
  static Settings read(@Nullable Path file, Map<String, String> env) {
    return new Settings(
        valid(file != null ? AssayConfig.load(file, env) : AssayConfig.fromEnvironment(env)));
  }

  Settings withPlaces(
      @Nullable Path dataDir,
      @Nullable Path policyDir,
      @Nullable Integer dataPort,
      @Nullable Integer controlPort) {
    AssayConfig changed = config;
    if (dataDir != null) {
      changed = valid(changed.withDataDir(dataDir));
    }
    if (policyDir != null) {
      changed = valid(changed.withPolicyFolder(policyDir));
    }
    if (dataPort != null || controlPort != null) {
      changed =
          valid(
              changed.withListeners(
                  changed.data().withPort(dataPort != null ? dataPort : changed.data().port()),
                  changed
                      .control()
                      .withPort(controlPort != null ? controlPort : changed.control().port())));
    }
    return new Settings(changed);
  }

  /** With the sandbox on this port as a provider that trains and serves adapters. */
  Settings withSandbox(int port) {
    Provider provider =
        Provider.at(
                SANDBOX,
                Provider.Kind.OPENAI_COMPATIBLE,
                URI.create("http://127.0.0.1:" + port + "/v1"))
            .withApi(
                new Provider.Api(
                    List.of("chat.completions", "embeddings"), Optional.empty(), Map.of(), false))
            .withAdapters(
                new Provider.Adapters(
                    true, Provider.AdapterRuntime.VLLM, SandboxServer.BASE_MODEL));
    return new Settings(
        valid(
            valid(config.withProvider(provider))
                .withAlias(
                    new Alias(
                        SANDBOX, List.of(new AliasTarget(SANDBOX, SandboxServer.BASE_MODEL))))));
  }

  private static AssayConfig valid(Checked<AssayConfig> checked) {
    return switch (checked) {
      case Checked.Valid<AssayConfig>(AssayConfig config) -> config;
      case Checked.Invalid<AssayConfig>(List<Problem> problems) ->
          throw new Complaint(
              "The configuration is wrong and nothing was started:\n"
                  + problems.stream().map(Problem::message).collect(Collectors.joining("\n"))
                  + "\n"
                  + problems.size()
                  + (problems.size() == 1 ? " problem." : " problems."),
              "invalid_config");
    };
  }
}
