package dev.assay.policies.tenant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The policy a new tenant starts with: as text for people, and as the values it stands for. */
public final class TenantTemplate {
  private static final int MIB = 1024 * 1024;

  private TenantTemplate() {}

  /**
   * The commented file for a new tenant.
   *
   * @param aliases what the tenant may ask for, at least one; each allowed by {@link
   *     TenantFile#isModel}
   */
  public static String text(TenantId tenant, List<String> aliases) {
    if (aliases.isEmpty() || !aliases.stream().allMatch(TenantFile::isModel)) {
      throw new IllegalArgumentException("a tenant needs at least one alias, each a model name");
    }
    String models =
        aliases.stream().map(alias -> "  - \"" + alias + "\"").collect(Collectors.joining("\n"));
    return resource().replace("{{tenant}}", tenant.value()).replace("{{models}}", models);
  }

  /** The values the template stands for. */
  public static TenantPolicy policy(TenantId tenant, List<String> aliases) {
    return new TenantPolicy(
        tenant,
        aliases,
        new TenantPolicy.Limits(600, MIB, 16_384),
        List.of(TenantFile.ANY_REGION),
        TenantPolicy.Content.FULL,
        new TenantPolicy.InjectionRules(1_500, 8, tokenSpace()),
        TenantPolicy.PassThrough.NONE,
        new TenantPolicy.Asking(0.05, 0.15),
        new TenantPolicy.FeedbackRules(40, 20_000, 0.1, 5),
        new TenantPolicy.Learning(Set.of("examples", "adapter"), 50_000),
        new TenantPolicy.Envelope(
            Map.of(
                ArtifactKind.EXAMPLES, new TenantPolicy.KindRules(5_000, 2 * MIB, List.of()),
                ArtifactKind.ADAPTER, new TenantPolicy.KindRules(1, MIB, reviewerAndOwner())),
            new TenantPolicy.EvaluationRules(TenantPolicy.Gate.ENFORCED, 0.05, 0.1, 0.2, 25),
            new TenantPolicy.CanaryRules(0.2, 100, 0.05)),
        ContentRules.OFF,
        TenantPolicy.Cache.OFF);
  }

  private static List<ArtifactKind> tokenSpace() {
    return Arrays.stream(ArtifactKind.values())
        .filter(kind -> kind != ArtifactKind.ADAPTER)
        .toList();
  }

  private static List<TenantPolicy.ApprovalRule> reviewerAndOwner() {
    return List.of(
        new TenantPolicy.ApprovalRule("reviewer", 1), new TenantPolicy.ApprovalRule("owner", 1));
  }

  private static String resource() {
    try (InputStream bytes =
        Objects.requireNonNull(TenantTemplate.class.getResourceAsStream("template.yaml"))) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
