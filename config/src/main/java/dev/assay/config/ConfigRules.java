package dev.assay.config;

import dev.assay.config.yaml.Nearest;
import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.Shown;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that hold whether a configuration came from a file, the environment or options. */
final class ConfigRules {
  private static final int RECORD_BYTES = 8 * 1024;
  private static final int LAST_PORT = 65_535;

  private final AssayConfig config;
  private final Places places;
  private final Problems problems;

  private ConfigRules(AssayConfig config, Places places, Problems problems) {
    this.config = config;
    this.places = places;
    this.problems = problems;
  }

  static void check(AssayConfig config, Places places, Problems problems) {
    ConfigRules rules = new ConfigRules(config, places, problems);
    rules.listener("data", config.data());
    rules.listener("control", config.control());
    rules.separateListeners();
    config.providers().values().forEach(rules::provider);
    new AccountRules(places, problems).check(config.providers().values());
    config.aliases().values().forEach(rules::alias);
    rules.policy();
    rules.limits();
    rules.telemetry();
  }

  private void telemetry() {
    config
        .seen()
        .telemetry()
        .filter(it -> !it.headers().isEmpty())
        .filter(it -> !"https".equalsIgnoreCase(it.endpoint().getScheme()))
        .filter(it -> !Urls.isLoopback(it.endpoint()))
        .ifPresent(it ->
            problems.add(
                places.line("telemetry"),
                "telemetry.headers to a collector off loopback without TLS",
                "an https URL, or a collector on this machine"));
  }

  private void listener(String name, Listener listener) {
    if (listener.port() < 0 || listener.port() > LAST_PORT) {
      problems.add(
          places.line(name + ".port"),
          name + " port " + listener.port(),
          "a port from 0 to " + LAST_PORT);
    }
    if (!listener.isLoopback() && listener.tls().isEmpty() && !listener.insecure()) {
      problems.add(
          places.line(name + ".host"),
          name + " on " + Shown.quoted(listener.host()) + ", off loopback, without TLS",
          "tls with certificate_file and key_file, or host: 127.0.0.1, or insecure: true when"
              + " something in front of it speaks TLS");
    }
  }

  private void separateListeners() {
    boolean samePort = config.data().port() != 0 && config.data().port() == config.control().port();
    if (samePort) {
      problems.add(
          Math.max(places.line("data.port"), places.line("control.port")),
          "control on the port of data, " + config.control().port(),
          "a port of its own");
    }
  }

  private void provider(Provider provider) {
    int line = places.line("providers." + provider.name());
    String who = "provider " + Shown.quoted(provider.name());
    boolean compatible = provider.kind() == Provider.Kind.OPENAI_COMPATIBLE;
    if (!compatible && provider.apiKeys().isEmpty()) {
      problems.add(
          line,
          who + " of kind " + provider.kind().word() + " without api_key",
          "api_key: ${env:NAME} or ${file:PATH}");
    }
    if (!compatible && !provider.api().endpoints().isEmpty()) {
      problems.add(
          line,
          who + " of kind " + provider.kind().word() + " with endpoints",
          "no endpoints, as those of this kind are known; openai-compatible servers differ");
    }
    if (provider.kind() != Provider.Kind.ANTHROPIC && provider.api().version().isPresent()) {
      problems.add(
          line,
          who + " of kind " + provider.kind().word() + " with anthropic_version",
          "anthropic_version at providers of kind anthropic alone");
    }
    if (provider.tenant().isPresent() && provider.adapters().isPresent()) {
      problems.add(
          line,
          who + " of one tenant with adapters, which are trained and loaded for all",
          "no adapters there, or no tenant");
    }
    URI url = provider.baseUrl();
    int own = config.data().port();
    if (own != 0 && url.getPort() == own && Urls.isLoopback(url)) {
      problems.add(line, who + " at the gateway's own address", "the address of a model provider");
    }
  }

  private void alias(Alias alias) {
    Collection<String> known = config.providers().keySet();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < alias.targets().size(); i++) {
      AliasTarget target = alias.targets().get(i);
      int line = places.line("aliases." + alias.name() + "." + i);
      if (!known.contains(target.provider())) {
        problems.add(
            line,
            who(alias) + " with the unknown provider " + Shown.quoted(target.provider()),
            knownProviders(target.provider(), known));
      }
      if (!seen.add(target.toString())) {
        problems.add(
            line,
            who(alias) + " with " + Shown.quoted(target.toString()) + " twice",
            "each target once");
      }
    }
    choosing(alias);
  }

  /** What would be said in vain is a mistake: somebody believes it does something. */
  private void choosing(Alias alias) {
    int line = places.line("aliases." + alias.name());
    boolean sticky = alias.affinity() == Alias.Affinity.EPISODE;
    if (sticky && alias.strategy() == Alias.Strategy.ORDERED) {
      problems.add(
          line,
          who(alias) + " with affinity and the strategy ordered, which always asks the first",
          "strategy: weighted, least-pending or lowest-latency");
    }
    boolean weighs =
        sticky
            || alias.strategy() == Alias.Strategy.WEIGHTED
            || alias.strategy() == Alias.Strategy.LEAST_PENDING;
    if (!weighs && alias.targets().stream().anyMatch(target -> target.weight() != 1)) {
      problems.add(
          line,
          who(alias) + " with weights that the strategy " + alias.strategy().word() + " ignores",
          "strategy: weighted or least-pending, or affinity: episode");
    }
    if (alias.hedgeAfterMillis().isPresent() && alias.targets().size() == 1) {
      problems.add(
          line, who(alias) + " with hedge_after_millis and one target", "a second target to ask");
    }
  }

  private static String who(Alias alias) {
    return "alias " + Shown.quoted(alias.name());
  }

  private static String knownProviders(String word, Collection<String> known) {
    if (known.isEmpty()) {
      return "a provider listed under providers (none is)";
    }
    String all = known.stream().map(Shown::quoted).collect(Collectors.joining(", ", "one of ", ""));
    return Nearest.to(word, known)
        .map(near -> Shown.quoted(near) + " perhaps, or " + all)
        .orElse(all);
  }

  private void policy() {
    PolicySettings policy = config.policy();
    if (policy.engine() == PolicySettings.Engine.SERVER && policy.serverUrl().isEmpty()) {
      problems.add(
          places.line("policy"),
          "policy engine server without server_url",
          "server_url, such as http://127.0.0.1:8181");
    }
    policy
        .serverUrl()
        .filter(url -> !"https".equalsIgnoreCase(url.getScheme()) && !Urls.isLoopback(url))
        .ifPresent(url ->
            problems.add(
                places.line("policy.server_url"),
                "policy.server_url off loopback without TLS",
                "an https URL, or an OPA on this machine"));
  }

  private void limits() {
    DataPlaneLimits limits = config.limits();
    // An exchange is counted twice, as asked and answered, and what is known of it beside that.
    long journalled = 2L * limits.maxRequestBytes() + RECORD_BYTES;
    if (limits.journalBytes() < journalled) {
      problems.add(
          places.line("limits"),
          "journal_bytes " + limits.journalBytes() + " too few for max_request_bytes",
          "at least " + journalled + ", or no request that large could be kept");
    }
    if (limits.maxConcurrentBytes() < limits.maxRequestBytes()) {
      problems.add(
          places.line("limits"),
          "max_concurrent_bytes " + limits.maxConcurrentBytes() + " below max_request_bytes",
          "at least " + limits.maxRequestBytes() + ", or no request that large could be read");
    }
  }
}
