package dev.assay.policies.tenant;

import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Shown;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import dev.assay.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which parts of a provider's API pass through for a tenant, and at which price. */
final class PassThroughSection {
  private static final long MAX_MICRO_USD = 1_000_000_000L;
  private static final Map<String, Surface> SURFACES =
      Words.of(List.of(Surface.values()), Surface::word);
  private static final TextRule SURFACE =
      new TextRule("one of " + String.join(", ", SURFACES.keySet()), SURFACES::containsKey);
  private static final String PRICE = "free, or {micro_usd: 6000} for a price of each request";

  private PassThroughSection() {}

  static TenantPolicy.PassThrough read(Fields fields) {
    List<TenantPolicy.SurfaceRule> rules = new ArrayList<>();
    fields
        .value("surfaces")
        .ifPresent(value ->
            value
                .named(SURFACES.size(), SURFACE, (word, price) -> price(price))
                .forEach((word, price) ->
                    Optional.ofNullable(SURFACES.get(word))
                        .map(surface -> new TenantPolicy.SurfaceRule(surface, price))
                        .ifPresent(rules::add)));
    // In one order, however the file is written: the policy's digest is taken over it.
    rules.sort(Comparator.comparing(TenantPolicy.SurfaceRule::surface));
    return new TenantPolicy.PassThrough(rules, fields.flag("unowned_objects", false));
  }

  private static Optional<Long> price(Value value) {
    if (value.node() instanceof YamlNode.Scalar scalar) {
      if (scalar.text().equals("free")) {
        return Optional.of(0L);
      }
      value.refuse(value.name() + " " + Shown.quoted(scalar.text()), PRICE);
      return Optional.empty();
    }
    return value.fields(fields ->
        fields.required("micro_usd", PRICE).flatMap(it -> it.whole(1, MAX_MICRO_USD)).orElse(1L));
  }
}
