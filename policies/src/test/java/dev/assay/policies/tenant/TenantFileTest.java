package dev.assay.policies.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantFileTest {
  private static final String HEAD = "tenant: acme\nmodels: [gpt-4o]\n";

  @Test
  void readsAFileByItsName(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("acme.yaml"), HEAD + "content: redacted\n");

    TenantPolicy policy = TenantFile.read(file).orThrow();

    assertThat(policy.tenant()).isEqualTo(new TenantId("acme"));
    assertThat(policy.content()).isEqualTo(TenantPolicy.Content.REDACTED);
  }

  @Test
  void readsEveryPart() {
    TenantPolicy policy =
        read(HEAD
                + """
                limits: {requests_per_minute: 5, max_request_bytes: 6, max_output_tokens: 7}
                residency: [eu, us-east]
                injection: {max_tokens: 0, max_items: 2, kinds: [examples]}
                asking: {uniform_share: 0, informative_share: 1}
                learning: {learners: [], model_calls_per_day: 0}
                content_rules: {prompt: {pii: redact}, answer: {secrets: block}}
                cache: {ttl_seconds: 300}
                envelope:
                  kinds:
                    memory: {max_items: 3, max_bytes: 4, approvals: {auditor: 2}}
                    examples: {max_items: 9}
                  canary: {share: 0}
                  evaluation: {gate: advisory}
                """)
            .orThrow();

    assertThat(policy.limits()).isEqualTo(new TenantPolicy.Limits(5, 6, 7));
    assertThat(policy.residency()).containsExactly("eu", "us-east");
    assertThat(policy.injection())
        .isEqualTo(new TenantPolicy.InjectionRules(0, 2, List.of(ArtifactKind.EXAMPLES)));
    assertThat(policy.asking()).isEqualTo(new TenantPolicy.Asking(0, 1));
    assertThat(policy.learning().learners()).isEmpty();
    assertThat(policy.contentRules())
        .isEqualTo(
            ContentRules.OFF
                .atLeast(ContentRules.Rule.PROMPT_PII, ContentRules.Act.REDACT)
                .atLeast(ContentRules.Rule.ANSWER_SECRETS, ContentRules.Act.BLOCK));
    assertThat(policy.cache()).isEqualTo(new TenantPolicy.Cache(300, 256 * 1024));
    assertThat(policy.envelope().kinds())
        .isEqualTo(
            Map.of(
                ArtifactKind.MEMORY,
                new TenantPolicy.KindRules(
                    3, 4, List.of(new TenantPolicy.ApprovalRule("auditor", 2))),
                ArtifactKind.EXAMPLES,
                new TenantPolicy.KindRules(9, 2 * 1024 * 1024, List.of())));
    assertThat(policy.envelope().canary()).isEqualTo(new TenantPolicy.CanaryRules(0, 100, 0.05));
    assertThat(policy.envelope().evaluation().gate()).isEqualTo(TenantPolicy.Gate.ADVISORY);
  }

  @Test
  void readsLimitsOfTokensConcurrencyAndMoney() {
    TenantPolicy.Limits limits =
        read(HEAD
                + """
                limits:
                  tokens_per_minute: 1000
                  concurrent_requests: 2
                  tenant: {requests_per_minute: 30}
                  models:
                    gpt-4o: {tokens_per_minute: 500, concurrent_requests: 1}
                budgets:
                  - {usd: 50, per: month}
                  - {usd: 2.5, per: day, scope: key}
                  - {usd: 0.000001, per: hour, scope: model}
                """)
            .orThrow()
            .limits();

    assertThat(limits.requestsPerMinute()).as("the template's").isEqualTo(600);
    assertThat(limits.tokensPerMinute()).isEqualTo(1000);
    assertThat(limits.concurrentRequests()).isEqualTo(2);
    assertThat(limits.tenant()).isEqualTo(new TenantPolicy.Shared(30, 0, 0));
    assertThat(limits.models()).isEqualTo(Map.of("gpt-4o", new TenantPolicy.Shared(0, 500, 1)));
    assertThat(limits.budgets())
        .containsExactly(
            new Budget(50_000_000, Period.MONTH, Scope.TENANT),
            new Budget(2_500_000, Period.DAY, Scope.KEY),
            new Budget(1, Period.HOUR, Scope.MODEL));
  }

  @Test
  void withoutThemThereIsNoSuchLimit() {
    assertThat(read(HEAD).orThrow().limits())
        .isEqualTo(new TenantPolicy.Limits(600, 1024 * 1024, 16_384));
  }

  @Test
  void mistakesInLimitsAreToldAllAtOnce() {
    Checked<TenantPolicy> checked =
        read(
            HEAD
                + """
                limits:
                  tokens_per_minute: 0
                  models:
                    gpt-5: {concurrent_requests: 1}
                budgets:
                  - {usd: 0.0000001, per: month}
                  - {usd: 5, per: week}
                  - {per: day}
                  - {usd: 1, per: day}
                  - {usd: 2, per: day, scope: tenant}
                """);

    assertThat(messages(checked))
        .containsExactly(
            "acme.yaml:4: found limits.tokens_per_minute \"0\"; expected a whole number from 1 to"
                + " 1000000000",
            "acme.yaml:6: found limits.models.gpt-5, a model this tenant may not ask for; expected"
                + " one of those under models",
            "acme.yaml:7: found two budgets per day for each tenant; expected one for each scope"
                + " and period",
            "acme.yaml:8: found budgets[0].usd \"0.0000001\"; expected a number from 0.000001 to"
                + " 1000000000 with at most 6 decimals",
            "acme.yaml:9: found budgets[1].per \"week\"; expected one of hour, day, month",
            "acme.yaml:10: found no budgets[2].usd; expected budgets[2].usd: how much, such as 50");
  }

  @Test
  void fiveMistakesAreFiveProblemsInTheirLines() {
    Checked<TenantPolicy> checked =
        read(
            """
            tenant: other
            models: []
            limits:
              requests_per_minut: 600
            envelope:
              kinds:
                adapter: {approvals: {boss: 1}}
                examples: {max_items: 0}
            """);

    assertThat(messages(checked))
        .containsExactly(
            "acme.yaml:1: found tenant \"other\" in a file of another name; expected the file's"
                + " name without .yaml",
            "acme.yaml:2: found models with 0 items; expected a list of 1 to 256 items",
            "acme.yaml:4: found the unknown key \"requests_per_minut\" in limits; expected"
                + " \"requests_per_minute\" perhaps, or one of concurrent_requests,"
                + " max_output_tokens, max_request_bytes, models, requests_per_minute, tenant,"
                + " tokens_per_minute",
            "acme.yaml:7: found the name \"boss\" in envelope.kinds.adapter.approvals; expected"
                + " one of owner, reviewer, auditor, operator",
            "acme.yaml:8: found envelope.kinds.examples.max_items \"0\"; expected a whole number"
                + " from 1 to 1000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content: all",
        "residency: []",
        "residency: [any, eu]",
        "residency: [EU]",
        "limits: {requests_per_minute: 0}",
        "limits: {max_request_bytes: 100000000000}",
        "injection: {kinds: [adaptr]}",
        "injection: {kinds: [memory, memory]}",
        "asking: {uniform_share: 1.01}",
        "asking: {uniform_share: .5}",
        "feedback: {max_principal_share: -0.1}",
        "feedback: {min_principals: 0}",
        "learning: {learners: [Examples]}",
        "learning: {learners: examples}",
        "envelope: {kinds: {exmples: {max_items: 1, max_bytes: 1, approvals: none}}}",
        "envelope: {kinds: {prompt: {max_items: 1, max_bytes: 1}}}",
        "envelope: {kinds: {adapter: {approvals: some}}}",
        "envelope: {kinds: {adapter: {approvals: }}}",
        "envelope: {kinds: {adapter: {approvals: {owner: 0}}}}",
        "envelope: {kinds: {adapter: {approvals: [owner]}}}",
        "envelope: {evaluation: {gate: off}}",
        "envelope: {canary: {share: 20%}}",
        "envelope: none",
        "content_rules: {prompt: {pii: hide}}",
        "content_rules: {answer: {injection_markers: flag}}",
        "cache: {ttl_seconds: -1}",
        "tenants: acme",
        "models: [again]",
      })
  void refuses(String line) {
    assertThat(messages(read(HEAD + line + "\n")))
        .hasSize(1)
        .allSatisfy(it -> assertThat(it).startsWith("acme.yaml:3: found "));
  }

  @Test
  void aSurfacesPriceThatIsNoneSaysWhereItStands() {
    assertThat(messages(read(HEAD + "pass_through: {surfaces: {audio: \"2\"}}\n")))
        .singleElement()
        .asString()
        .startsWith("acme.yaml:3: found pass_through.surfaces.audio \"2\"; expected free, or");
  }

  @Test
  void nameAndModelsMustBeThere() {
    assertThat(messages(read("content: full\n"))).hasSize(2);
  }

  private static Checked<TenantPolicy> read(String text) {
    return TenantFile.read("acme.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> messages(Checked<TenantPolicy> checked) {
    return switch (checked) {
      case Checked.Valid<TenantPolicy> valid -> List.of();
      case Checked.Invalid<TenantPolicy> invalid ->
          invalid.problems().stream().map(Problem::message).toList();
    };
  }
}
