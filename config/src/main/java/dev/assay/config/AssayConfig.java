package dev.assay.config;

import dev.assay.config.prices.PriceTable;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that an operator may say. Every instance that {@link #load}, {@link #fromEnvironment} or a
 * {@code with} method gives was checked whole.
 *
 * @param data the listener that applications use
 * @param control the listener for people and operators
 * @param providers by name, in the order of the file
 * @param aliases by name, in the order of the file
 * @param seen what the outside sees of it and tells it
 * @param prices what the providers charge; {@link PriceTable#shipped} where no file is named
 */
public record AssayConfig(
    Listener data,
    Listener control,
    Map<String, Provider> providers,
    Map<String, Alias> aliases,
    Storage storage,
    PolicySettings policy,
    DataPlaneLimits limits,
    Seen seen,
    PriceTable prices) {

  static final Listener DEFAULT_DATA = Listener.loopback(4100);
  static final Listener DEFAULT_CONTROL = Listener.loopback(4101);

  public AssayConfig {
    providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
  }

  /** Reads a file. {@code env} is where {@code ${env:NAME}} looks. */
  public static Checked<AssayConfig> load(Path file, Map<String, String> env) {
    Problems problems = new Problems(file.toString());
    return ConfigFile.read(YamlReader.read(file, problems), env, problems);
  }

  /** Reads a file's bytes; {@code file} is its name in messages. */
  public static Checked<AssayConfig> read(String file, byte[] bytes, Map<String, String> env) {
    Problems problems = new Problems(file);
    return ConfigFile.read(YamlReader.read(bytes, problems), env, problems);
  }

  /**
   * A start without a file. {@code OPENAI_API_KEY} gives the provider {@code openai}, at {@code
   * OPENAI_BASE_URL} or OpenAI itself, with an alias for each of {@link EnvironmentStart#MODELS} or
   * of the comma-separated {@code ASSAY_MODELS}. Without a key there are no providers, which is
   * valid: some may be added.
   */
  public static Checked<AssayConfig> fromEnvironment(Map<String, String> env) {
    return EnvironmentStart.read(env);
  }

  /** The same with other listeners. */
  public Checked<AssayConfig> withListeners(Listener otherData, Listener otherControl) {
    return checked(
        new AssayConfig(
            otherData, otherControl, providers, aliases, storage, policy, limits, seen, prices));
  }

  /** The same with one more provider; a name already taken is a problem. */
  public Checked<AssayConfig> withProvider(Provider provider) {
    Problems problems = new Problems("options");
    added("provider", provider.name(), providers, Names.PROVIDER.allows(provider.name()), problems);
    Map<String, Provider> more = new LinkedHashMap<>(providers);
    more.putIfAbsent(provider.name(), provider);
    return checked(
        new AssayConfig(data, control, more, aliases, storage, policy, limits, seen, prices),
        problems);
  }

  /** The same with one more alias; a name already taken is a problem. */
  public Checked<AssayConfig> withAlias(Alias alias) {
    Problems problems = new Problems("options");
    added("alias", alias.name(), aliases, Names.ALIAS.allows(alias.name()), problems);
    if (alias.targets().isEmpty()) {
      problems.add(0, "an alias that leads nowhere", "at least one target");
    }
    Map<String, Alias> more = new LinkedHashMap<>(aliases);
    more.putIfAbsent(alias.name(), alias);
    return checked(
        new AssayConfig(data, control, providers, more, storage, policy, limits, seen, prices),
        problems);
  }

  /** The same with another place for its data. */
  public Checked<AssayConfig> withDataDir(Path dataDir) {
    return checked(
        new AssayConfig(
            data, control, providers, aliases, new Storage(dataDir), policy, limits, seen, prices));
  }

  /** The same with another folder for the tenants' policy files. */
  public Checked<AssayConfig> withPolicyFolder(Path folder) {
    PolicySettings moved =
        new PolicySettings(policy.engine(), policy.serverUrl(), folder, policy.timeoutMillis());
    return checked(
        new AssayConfig(data, control, providers, aliases, storage, moved, limits, seen, prices));
  }

  private static void added(
      String what, String name, Map<String, ?> taken, boolean allowed, Problems problems) {
    if (taken.containsKey(name)) {
      problems.add(0, "a second " + what + " " + name, "a name that is not in use");
    }
    if (!allowed) {
      String rule = what.equals("alias") ? Names.ALIAS.allowed() : Names.PROVIDER.allowed();
      problems.add(0, "a name that no " + what + " can have", rule);
    }
  }

  private static Checked<AssayConfig> checked(AssayConfig config) {
    return checked(config, new Problems("options"));
  }

  private static Checked<AssayConfig> checked(AssayConfig config, Problems problems) {
    ConfigRules.check(config, new Places(), problems);
    return problems.unlessAny(() -> config);
  }
}
