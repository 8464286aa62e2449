package dev.assay.config;

import dev.assay.config.prices.PriceFile;
import dev.assay.config.prices.PriceTable;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import dev.assay.config.yaml.YamlNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code assay.yaml}. A wrong value is reported and its default taken to go on reading. */
final class ConfigFile {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final long HOUR_MILLIS = 3_600_000;

  private static final Map<String, PolicySettings.Engine> ENGINES =
      Words.of(List.of(PolicySettings.Engine.values()), PolicySettings.Engine::word);

  /** Stands for a URL that was refused; never used, as nothing is built then. */
  static final URI REFUSED_URL = URI.create("http://127.0.0.1");

  private final Places places = new Places();
  private final Map<String, String> env;
  private final Problems problems;

  private ConfigFile(Map<String, String> env, Problems problems) {
    this.env = env;
    this.problems = problems;
  }

  static Checked<AssayConfig> read(
      Optional<YamlNode.Mapping> tree, Map<String, String> env, Problems problems) {
    if (tree.isEmpty()) {
      return new Checked.Invalid<>(problems.all());
    }
    ConfigFile file = new ConfigFile(env, problems);
    YamlNode.Mapping filled = new Placeholders(env, problems).fill(tree.get());
    AssayConfig config = Fields.of(filled, problems, file::config);
    ConfigRules.check(config, file.places, problems);
    return problems.unlessAny(() -> config);
  }

  private AssayConfig config(Fields fields) {
    return new AssayConfig(
        listener(fields, "data", AssayConfig.DEFAULT_DATA),
        listener(fields, "control", AssayConfig.DEFAULT_CONTROL),
        fields
            .value("providers")
            .map(value -> ProviderSection.read(value, places))
            .orElse(Map.of()),
        fields.value("aliases").map(value -> AliasSection.read(value, places)).orElse(Map.of()),
        fields.section("storage", ConfigFile::storage),
        policy(fields),
        limits(fields),
        SeenSection.read(fields, places, env, problems),
        fields.section("prices", ConfigFile::prices));
  }

  private Listener listener(Fields fields, String key, Listener standard) {
    return fields.section(
        key,
        it -> {
          note(it, "host", key + ".host");
          note(it, "port", key + ".port");
          return new Listener(
              it.text("host", standard.host(), Names.HOST),
              it.integer("port", standard.port(), 0, 65_535),
              it.value("tls").flatMap(tls -> tls.fields(ConfigFile::tls)),
              it.flag("insecure", false));
        });
  }

  private static Listener.Tls tls(Fields fields) {
    return new Listener.Tls(pem(fields, "certificate_file"), pem(fields, "key_file"));
  }

  private static Path pem(Fields fields, String key) {
    Optional<Value> value = fields.required(key, "the path of a PEM file");
    Path path = value.flatMap(it -> it.text(Names.PATH)).map(Path::of).orElse(Path.of(""));
    value
        .filter(it -> !path.toString().isEmpty() && !Files.isReadable(path))
        .ifPresent(it -> it.refuse(it.name() + " that cannot be read", "a readable PEM file"));
    return path;
  }

  private static Storage storage(Fields fields) {
    return new Storage(
        Path.of(fields.text("data_dir", Storage.DEFAULT.dataDir().toString(), Names.PATH)));
  }

  private static PriceTable prices(Fields fields) {
    return fields
        .value("file")
        .flatMap(value ->
            value.text(Names.PATH).flatMap(path -> value.included(PriceFile.read(Path.of(path)))))
        .orElseGet(PriceTable::shipped);
  }

  private PolicySettings policy(Fields fields) {
    note(fields, "policy", "policy");
    PolicySettings standard = PolicySettings.DEFAULT;
    return fields.section(
        "policy",
        it -> {
          note(it, "server_url", "policy.server_url");
          return new PolicySettings(
              it.word("engine", standard.engine(), ENGINES),
              it.value("server_url").map(url -> Urls.read(url).orElse(REFUSED_URL)),
              Path.of(it.text("folder", standard.folder().toString(), Names.PATH)),
              it.integer("timeout_millis", standard.timeoutMillis(), 1, 10_000));
        });
  }

  private DataPlaneLimits limits(Fields fields) {
    note(fields, "limits", "limits");
    DataPlaneLimits standard = DataPlaneLimits.DEFAULT;
    return fields.section(
        "limits",
        it ->
            new DataPlaneLimits(
                it.integer("max_request_bytes", standard.maxRequestBytes(), KIB, 64 * MIB),
                it.whole("max_upload_bytes", standard.maxUploadBytes(), KIB, 16L * 1024 * MIB),
                it.integer("max_event_bytes", standard.maxEventBytes(), KIB, 64 * MIB),
                it.whole("ping_millis", standard.pingMillis(), 10, HOUR_MILLIS),
                it.integer("max_header_bytes", standard.maxHeaderBytes(), KIB, 256 * KIB),
                it.integer("max_concurrent_requests", standard.maxConcurrentRequests(), 1, 100_000),
                it.whole(
                    "max_concurrent_bytes", standard.maxConcurrentBytes(), MIB, 16L * KIB * MIB),
                it.integer("journal_slots", standard.journalSlots(), 1, 100_000),
                it.whole("journal_bytes", standard.journalBytes(), MIB, 16L * KIB * MIB),
                it.whole("client_stall_millis", standard.clientStallMillis(), 100, HOUR_MILLIS),
                it.whole("client_quiet_millis", standard.clientQuietMillis(), 100, HOUR_MILLIS)));
  }

  private void note(Fields fields, String key, String part) {
    fields.value(key).ifPresent(value -> places.put(part, value.line()));
  }
}
