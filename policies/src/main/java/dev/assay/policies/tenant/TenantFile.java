package dev.assay.policies.tenant;

import dev.assay.config.Names;
import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import dev.assay.config.yaml.YamlNode;
import dev.assay.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads {@code policies/tenants/<tenant>.yaml}. What the file leaves out has the value of {@link
 * TenantTemplate}; what it gets wrong is reported all at once, and nothing is served by it.
 */
public final class TenantFile {
  static final String ANY_REGION = "any";

  private static final String SUFFIX = ".yaml";
  private static final int MAX_MODELS = 256;
  private static final int MAX_REGIONS = 64;
  private static final int MAX_LEARNERS = 32;
  private static final int BILLION = 1_000_000_000;
  private static final int MIB = 1024 * 1024;

  /** Stands for a tenant whose name was refused; never used, as nothing is built then. */
  private static final TenantId REFUSED = new TenantId("refused");

  private static final TextRule LEARNER =
      TextRule.matching("[a-z][a-z0-9-]{0,39}", "a learner's name of 1 to 40 of a-z, 0-9 and -");

  private static final Map<String, ArtifactKind> KINDS =
      Words.of(List.of(ArtifactKind.values()), ArtifactKind::word);
  private static final Map<String, TenantPolicy.Content> CONTENTS =
      Words.of(List.of(TenantPolicy.Content.values()), TenantPolicy.Content::word);

  private TenantFile() {}

  /** Whether this text can stand under {@code models}. */
  public static boolean isModel(String alias) {
    return Names.ALIAS.allows(alias);
  }

  /** Reads a file, whose name must be the tenant's and {@code .yaml}. */
  public static Checked<TenantPolicy> read(Path file) {
    Problems problems = new Problems(file.toString());
    return read(String.valueOf(file.getFileName()), YamlReader.read(file, problems), problems);
  }

  /** The same for bytes already at hand; {@code fileName} is the name without folders. */
  public static Checked<TenantPolicy> read(String fileName, byte[] bytes) {
    Problems problems = new Problems(fileName);
    return read(fileName, YamlReader.read(bytes, problems), problems);
  }

  private static Checked<TenantPolicy> read(
      String fileName, Optional<YamlNode.Mapping> tree, Problems problems) {
    if (tree.isEmpty()) {
      return new Checked.Invalid<>(problems.all());
    }
    TenantPolicy policy = Fields.of(tree.get(), problems, fields -> policy(fileName, fields));
    return problems.unlessAny(() -> policy);
  }

  private static TenantPolicy policy(String fileName, Fields fields) {
    TenantId tenant = tenant(fileName, fields);
    List<String> models =
        fields
            .required("models", "a list of at least one alias")
            .map(value -> distinct(value, 1, MAX_MODELS, item -> item.text(Names.ALIAS)))
            .orElse(List.of());
    TenantPolicy standard = TenantTemplate.policy(tenant, models);
    return new TenantPolicy(
        tenant,
        models,
        LimitsSection.read(fields, models, standard.limits()),
        fields.value("residency").map(TenantFile::regions).orElse(standard.residency()),
        fields.word("content", standard.content(), CONTENTS),
        injection(fields, standard.injection()),
        fields.section("pass_through", PassThroughSection::read),
        asking(fields, standard.asking()),
        feedback(fields, standard.feedback()),
        learning(fields, standard.learning()),
        fields.section("envelope", envelope -> EnvelopeSection.read(envelope, standard.envelope())),
        fields.section(
            "content_rules", rules -> ContentSection.read(rules, standard.contentRules())),
        cache(fields, standard.cache()),
        defaultModel(fields, models));
  }

  private static String defaultModel(Fields fields, List<String> models) {
    Optional<Value> value = fields.value("default_model");
    Optional<String> named = value.flatMap(it -> it.text(Names.ALIAS));
    value
        .filter(it -> named.isPresent() && !models.contains(named.get()))
        .ifPresent(it -> it.refuse("default_model that is not allowed", "one of models"));
    return named.orElse(TenantPolicy.NO_MODEL);
  }

  private static TenantId tenant(String fileName, Fields fields) {
    Optional<Value> value = fields.required("tenant", "the tenant's name, as in the file's name");
    Optional<TenantId> tenant = value.flatMap(it -> it.text(Names.TENANT)).map(TenantId::new);
    value
        .filter(it -> tenant.isPresent() && !fileName.equals(tenant.get() + SUFFIX))
        .ifPresent(it ->
            it.refuse(
                "tenant \"" + tenant.get() + "\" in a file of another name",
                "the file's name without " + SUFFIX));
    return tenant.orElse(REFUSED);
  }

  private static List<String> regions(Value value) {
    List<String> regions = distinct(value, 1, MAX_REGIONS, item -> item.text(Names.REGION));
    if (regions.size() > 1 && regions.contains(ANY_REGION)) {
      value.refuse("any beside other regions", "either [any] or the regions that are allowed");
    }
    return regions;
  }

  private static TenantPolicy.InjectionRules injection(
      Fields fields, TenantPolicy.InjectionRules standard) {
    return fields.section(
        "injection",
        it ->
            new TenantPolicy.InjectionRules(
                it.integer("max_tokens", standard.maxTokens(), 0, 100_000),
                it.integer("max_items", standard.maxItems(), 0, 1_000),
                it.value("kinds")
                    .map(value -> distinct(value, 0, KINDS.size(), item -> item.word(KINDS)))
                    .orElse(standard.kinds())));
  }

  private static TenantPolicy.Asking asking(Fields fields, TenantPolicy.Asking standard) {
    return fields.section(
        "asking",
        it ->
            new TenantPolicy.Asking(
                it.share("uniform_share", standard.uniformShare()),
                it.share("informative_share", standard.informativeShare())));
  }

  private static TenantPolicy.FeedbackRules feedback(
      Fields fields, TenantPolicy.FeedbackRules standard) {
    return fields.section(
        "feedback",
        it ->
            new TenantPolicy.FeedbackRules(
                it.integer("per_principal_per_day", standard.perPrincipalPerDay(), 0, 1_000_000),
                it.integer("per_key_per_day", standard.perKeyPerDay(), 0, BILLION),
                it.share("max_principal_share", standard.maxPrincipalShare()),
                it.integer("min_principals", standard.minPrincipals(), 1, 1_000_000)));
  }

  private static TenantPolicy.Learning learning(Fields fields, TenantPolicy.Learning standard) {
    return fields.section(
        "learning",
        it ->
            new TenantPolicy.Learning(
                it.value("learners")
                    .<Set<String>>map(value ->
                        new TreeSet<>(distinct(value, 0, MAX_LEARNERS, item -> item.text(LEARNER))))
                    .orElse(standard.learners()),
                it.integer("model_calls_per_day", standard.modelCallsPerDay(), 0, BILLION)));
  }

  private static TenantPolicy.Cache cache(Fields fields, TenantPolicy.Cache standard) {
    return fields.section(
        "cache",
        it ->
            new TenantPolicy.Cache(
                it.integer("ttl_seconds", standard.ttlSeconds(), 0, 86_400),
                it.integer("max_entry_bytes", standard.maxEntryBytes(), 1, 16 * MIB)));
  }

  /** A list that says nothing twice. */
  private static <T> List<T> distinct(
      Value value, int min, int max, Function<Value, Optional<T>> read) {
    Set<T> seen = new HashSet<>();
    List<T> items = new ArrayList<>();
    for (T item : value.list(min, max, read)) {
      if (seen.add(item)) {
        items.add(item);
      } else {
        value.refuse(value.name() + " with an item twice", "each item once");
      }
    }
    return items;
  }
}
