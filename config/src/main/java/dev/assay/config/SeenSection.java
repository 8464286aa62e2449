package dev.assay.config;

import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code assay.yaml} says of traces, of apps' metrics and of the server's end. */
final class SeenSection {
  private static final int MAX_METRICS = 256;
  private static final int MAX_HEADERS = 16;
  private static final long LONGEST_GRACE_MILLIS = 60_000;
  private static final long LONGEST_DRAIN_MILLIS = 3_600_000;
  private static final String COLLECTOR = "a URL such as http://127.0.0.1:4318";

  private static final TextRule METRIC =
      new TextRule(
          "1 to 64 of letters, digits, '_', '.' and '-', a letter first, other than comment and"
              + " demonstration",
          name ->
              name.matches("[A-Za-z][A-Za-z0-9_.-]{0,63}")
                  && !name.equals("comment")
                  && !name.equals("demonstration"));

  private static final TextRule HEADER =
      TextRule.matching("[A-Za-z][A-Za-z0-9-]{0,63}", "a header's name");

  private static final Map<String, FeedbackMetric.Type> TYPES =
      Words.of(List.of(FeedbackMetric.Type.values()), FeedbackMetric.Type::word);

  private static final Map<String, FeedbackMetric.Level> LEVELS =
      Words.of(List.of(FeedbackMetric.Level.values()), FeedbackMetric.Level::word);

  private static final Map<String, FeedbackMetric.Optimize> WAYS =
      Words.of(List.of(FeedbackMetric.Optimize.values()), FeedbackMetric.Optimize::word);

  private SeenSection() {}

  static Seen read(Fields fields, Places places, Map<String, String> env, Problems problems) {
    return new Seen(
        telemetry(fields, places, env, problems),
        fields.value("metrics").map(SeenSection::metrics).orElse(Map.of()),
        shutdown(fields));
  }

  /** The file's own section, else the collector that the environment names. */
  private static Optional<Telemetry> telemetry(
      Fields fields, Places places, Map<String, String> env, Problems problems) {
    Optional<Value> section = fields.value("telemetry");
    section.ifPresent(value -> places.put("telemetry", value.line()));
    return section.isPresent()
        ? section.flatMap(value -> value.fields(SeenSection::telemetry)).flatMap(it -> it)
        : telemetry(env, problems);
  }

  static Optional<Telemetry> telemetry(Map<String, String> env, Problems problems) {
    String named = env.getOrDefault(Telemetry.ENDPOINT_VARIABLE, "").strip();
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> url = Urls.parse(named);
    if (url.isEmpty()) {
      problems.add(0, Telemetry.ENDPOINT_VARIABLE + " that is no plain URL", COLLECTOR);
    }
    return url.map(Telemetry::to);
  }

  private static Optional<Telemetry> telemetry(Fields fields) {
    Optional<URI> endpoint = fields.required("otlp_endpoint", COLLECTOR).flatMap(Urls::read);
    double share = fields.share("sample_share", 1);
    Map<String, Secret> headers =
        fields
            .value("headers")
            .map(value ->
                value.named(
                    MAX_HEADERS, HEADER, (name, it) -> Optional.of(Placeholders.header(it))))
            .orElse(Map.of());
    return endpoint.map(url -> new Telemetry(url, share, headers));
  }

  private static Map<String, FeedbackMetric> metrics(Value value) {
    return value.named(
        MAX_METRICS, METRIC, (name, it) -> it.fields(fields -> metric(name, fields)));
  }

  private static FeedbackMetric metric(String name, Fields fields) {
    return new FeedbackMetric(
        name,
        fields
            .required("type", "boolean or float")
            .flatMap(value -> value.word(TYPES))
            .orElse(FeedbackMetric.Type.BOOLEAN),
        fields
            .required("level", "inference or episode")
            .flatMap(value -> value.word(LEVELS))
            .orElse(FeedbackMetric.Level.INFERENCE),
        fields.word("optimize", FeedbackMetric.Optimize.MAX, WAYS));
  }

  private static Shutdown shutdown(Fields fields) {
    Shutdown standard = Shutdown.DEFAULT;
    return fields.section(
        "shutdown",
        it ->
            new Shutdown(
                it.whole("grace_millis", standard.graceMillis(), 0, LONGEST_GRACE_MILLIS),
                it.whole("drain_millis", standard.drainMillis(), 0, LONGEST_DRAIN_MILLIS)));
  }
}
