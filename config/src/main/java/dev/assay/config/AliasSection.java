package dev.assay.config;

import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import dev.assay.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the aliases of {@code assay.yaml}: a list of targets, or keys with that list in them. */
final class AliasSection {
  private static final int MAX_ALIASES = 1_024;
  private static final int MAX_TARGETS = 16;
  private static final int MAX_WEIGHT = 1_000;
  private static final int LONGEST_MILLIS = 3_600_000;

  private static final TextRule TARGET =
      new TextRule("provider/model, such as openai/gpt-4o", AliasSection::isTarget);

  private static final Map<String, Alias.Strategy> STRATEGIES =
      Words.of(List.of(Alias.Strategy.values()), Alias.Strategy::word);

  private static final Map<String, Alias.Affinity> AFFINITIES =
      Words.of(List.of(Alias.Affinity.values()), Alias.Affinity::word);

  private static final Map<String, Fault> FAULTS = Words.of(List.of(Fault.values()), Fault::word);

  private final Places places;

  private AliasSection(Places places) {
    this.places = places;
  }

  static Map<String, Alias> read(Value value, Places places) {
    AliasSection section = new AliasSection(places);
    return value.named(
        MAX_ALIASES,
        Names.ALIAS,
        (name, it) -> {
          places.put("aliases." + name, it.line());
          return Optional.of(section.alias(name, it));
        });
  }

  private Alias alias(String name, Value value) {
    return value.node() instanceof YamlNode.Mapping
        ? value.fields(fields -> alias(name, fields)).orElseGet(() -> new Alias(name, List.of()))
        : new Alias(name, targets(name, value));
  }

  private Alias alias(String name, Fields fields) {
    return new Alias(
        name,
        fields
            .required("targets", "a list of provider/model")
            .map(value -> targets(name, value))
            .orElse(List.of()),
        fields.word("strategy", Alias.Strategy.ORDERED, STRATEGIES),
        fields.word("affinity", Alias.Affinity.NONE, AFFINITIES),
        fields.value("fallback_on").map(AliasSection::faults).orElse(Fault.USUAL),
        fields
            .value("hedge_after_millis")
            .flatMap(value -> value.whole(1, LONGEST_MILLIS))
            .map(millis -> OptionalInt.of(Math.toIntExact(millis)))
            .orElse(OptionalInt.empty()));
  }

  private static Set<Fault> faults(Value value) {
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    faults.addAll(value.list(0, FAULTS.size(), item -> item.word(FAULTS)));
    return faults;
  }

  private List<AliasTarget> targets(String name, Value value) {
    List<AliasTarget> read = new ArrayList<>();
    value.list(
        1,
        MAX_TARGETS,
        item -> {
          Optional<AliasTarget> target = target(item);
          target.ifPresent(it -> {
            places.put("aliases." + name + "." + read.size(), item.line());
            read.add(it);
          });
          return target;
        });
    return read;
  }

  private static Optional<AliasTarget> target(Value item) {
    return switch (item.node()) {
      case YamlNode.Scalar scalar -> item.text(TARGET).map(AliasSection::split);
      case YamlNode.Mapping mapping -> item.fields(AliasSection::target).flatMap(it -> it);
      case YamlNode.Sequence list -> {
        item.refuse("a list as " + item.name(), TARGET.allowed());
        yield Optional.empty();
      }
      case YamlNode.Refused refused -> Optional.empty();
    };
  }

  private static Optional<AliasTarget> target(Fields fields) {
    Optional<String> provider =
        fields.required("provider", "a provider's name").flatMap(name -> name.text(Names.PROVIDER));
    Optional<String> model =
        fields
            .required("model", "the provider's model name")
            .flatMap(name -> name.text(Names.MODEL));
    int weight = fields.integer("weight", 1, 1, MAX_WEIGHT);
    return provider.flatMap(p -> model.map(m -> new AliasTarget(p, m, weight)));
  }

  private static boolean isTarget(String text) {
    int slash = text.indexOf('/');
    return slash > 0
        && Names.PROVIDER.allows(text.substring(0, slash))
        && Names.MODEL.allows(text.substring(slash + 1));
  }

  private static AliasTarget split(String target) {
    int slash = target.indexOf('/');
    return new AliasTarget(target.substring(0, slash), target.substring(slash + 1));
  }
}
