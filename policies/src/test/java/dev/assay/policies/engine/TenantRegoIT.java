package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant's own rules from their source to a tightened decision. */
@NeedsOpa
class TenantRegoIT {
  private static final String HEADER = "package assay.tenants.acme\n\n";
  private static EmbeddedEngine base;
  private static RegoBuild build;

  @TempDir private Path folder;
  private TenantPolicies policies;

  @BeforeAll
  static void load() {
    build = new RegoBuild(OpaRequired.path());
    base = new EmbeddedEngine(BaseRules.shipped(), 1, Duration.ofSeconds(20));
  }

  @AfterAll
  static void close() {
    if (base != null) {
      base.close();
    }
  }

  @BeforeEach
  void oneTenant() throws Exception {
    Files.writeString(folder.resolve("acme.yaml"), "");
    policies =
        new TenantPolicies(
            folder,
            file -> new Checked.Valid<>(Samples.policy(Samples.ACME)),
            BaseRules.shipped().digest());
  }

  private Checked<Path> build(String rules) throws Exception {
    Path rego = folder.resolve("acme.rego");
    Files.writeString(rego, HEADER + rules);
    Checked<Path> built = build.build(Samples.ACME, rego);
    policies.reload();
    return built;
  }

  private TighteningEngine engine(Duration deadline) {
    return new TighteningEngine(new Unclosed(base), policies::byRevision, deadline);
  }

  private ActivePolicy active() {
    return policies.current(Samples.ACME).orElseThrow();
  }

  private RequestFacts request(String model) {
    return Samples.request(active().policy(), active().revision(), Samples.shape(model, 500));
  }

  @Test
  void ownRulesTightenWhatTheBaseAllows() throws Exception {
    Checked<Path> built =
        build(
            """
            deny contains {"code": "no_tools", "message": "Send no tools."} if {
            \t"messages" in input.request.fields
            \tinput.request.bytes > 1000
            }

            approvals contains {"role": "legal", "count": 1} if input.change

            obligations contains {"content": "none"}
            content_rules contains {"rule": "prompt.injection_markers", "act": "block"}
            """);
    assertThat(built).isInstanceOf(Checked.Valid.class);
    assertThat(policies.problems()).isEmpty();
    try (TighteningEngine engine = engine(Duration.ofSeconds(5))) {
      engine.prepare(active());
      Decision.OfRequest small = engine.judge(request("fast")).toCompletableFuture().join();
      assertThat(small.allow()).isTrue();
      assertThat(small.obligations().content()).isEqualTo(TenantPolicy.Content.NONE);
      assertThat(small.obligations().contentRules().prompt().injectionMarkers())
          .isEqualTo(ContentRules.Act.BLOCK);
      assertThat(small.policyRevision()).isEqualTo(active().revision());
      Decision.OfRequest large =
          engine
              .judge(
                  Samples.request(
                      active().policy(), active().revision(), Samples.shape("slow", 5_000)))
              .toCompletableFuture()
              .join();
      assertThat(large.reasons())
          .extracting(Decision.Reason::code)
          .containsExactly("model_not_allowed", "no_tools");
      Decision.OfChange change =
          engine
              .judge(
                  Samples.change(
                      active().policy(), active().revision(), ArtifactKind.EXAMPLES, true))
              .toCompletableFuture()
              .join();
      assertThat(change.outcome())
          .isEqualTo(
              new Decision.Outcome.NeedsApprovals(
                  List.of(new TenantPolicy.ApprovalRule("legal", 1)), Decision.Stage.CANARY));
    }
  }

  @Test
  void rulesThatNeverEndAreRefusedAtTheDeadlineAndAgainAfterIt() throws Exception {
    build(
        """
        deny contains {"code": "loop", "message": "m"} if {
        \tsome a in numbers.range(1, 3000)
        \tsome b in numbers.range(1, 3000)
        \tsome c in numbers.range(1, 3000)
        \ta * b * c == 0
        }
        """);
    try (TighteningEngine engine = engine(Duration.ofMillis(200))) {
      engine.prepare(active());
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> engine.judge(request("fast")).toCompletableFuture().join())
            .hasCauseInstanceOf(PolicyUnavailable.class);
      }
      assertThat(endsWithin(Duration.ofSeconds(20)))
          .as("the thread that evaluates the endless rule is interrupted, not left running")
          .isTrue();
    }
  }

  private static boolean endsWithin(Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      boolean running =
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(thread ->
                  thread.getName().startsWith("policy-acme-")
                      && thread.getState() == Thread.State.RUNNABLE);
      if (!running) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          deny contains "just a text"                                | text            | "message"
          deny contains text if { text := "a text, later" }          | text            | "message"
          deny contains {"code": "c"}                                | code            | "message"
          deny contains {"code": "c", "message": "m", "level": 1}    | level           | "message"
          deny contains {"code": "c", "message": 1}                  | number          | "message"
          deny contains ["c", "m"]                                   | array           | "message"
          approvals contains "legal"                                 | text            | "role"
          approvals contains {"role": "legal", "count": "2"}         | text            | "count"
          obligations contains "none"                                | text            | "content"
          obligations contains {"content": true}                     | boolean         | "content"
          content_rules contains {"rule": "answer.pii"}              | rule            | "act"
          """)
  void anAdditionOfAnotherShapeIsRefusedWhenBuiltWithItsLineAndTheRightShape(
      String rule, String found, String shape) throws Exception {
    Checked<Path> refused =
        build(
            """
            deny contains {"code": "right", "message": "It stands beside the wrong one."}

            approvals contains {"role": "legal", "count": 1} if count(deny) > 1

            """
                + rule
                + "\n");
    assertThat(refused).isInstanceOf(Checked.Invalid.class);
    assertThat(((Checked.Invalid<Path>) refused).problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.file()).endsWith("acme.rego");
          assertThat(problem.line()).isEqualTo(7);
          assertThat(problem.found()).contains(found);
          assertThat(problem.allowed()).contains(shape);
        });
    assertThat(folder.resolve("acme.wasm")).doesNotExist();
  }

  @Test
  void valuesOnlyKnownAtRunTimeAreBuilt() throws Exception {
    Checked<Path> built =
        build(
            """
            deny contains reason if {
            \treason := {"code": "no_model", "message": concat(" ", ["Not", input.request.model])}
            \tinput.request.model == "slow"
            }

            deny contains reason if {
            \tinput.caller.app == "nobody"
            \treason := object.union({"code": "no_app"}, {"message": input.caller.app})
            }
            """);
    assertThat(built).isInstanceOf(Checked.Valid.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          deny contains what if { what := input.request.model }      | "fast"          | "message"
          approvals contains {"role": input.request.model, "count": -1} | -1           | "role"
          obligations contains {"content": input.request.model}      | "fast"          | "none"
          content_rules contains {"rule": "pii", "act": "block"}     | "pii"           | answer.pii
          """)
  void anAdditionThatIsOnlyWrongAtRunTimeSaysWhoseItIsWhatItIsAndWhatItMustBe(
      String rule, String found, String shape) throws Exception {
    assertThat(build(rule + "\n")).isInstanceOf(Checked.Valid.class);
    try (TighteningEngine engine = engine(Duration.ofSeconds(5))) {
      engine.prepare(active());
      assertThatThrownBy(() -> engine.judge(request("fast")).toCompletableFuture().join())
          .hasCauseInstanceOf(PolicyUnavailable.class)
          .hasMessageContaining("acme.rego")
          .hasMessageContaining(found)
          .hasMessageContaining(shape);
    }
  }

  @Test
  void unbuiltRulesRefuseEverythingAndSayWhatToDo() throws Exception {
    Files.writeString(folder.resolve("acme.rego"), HEADER);
    policies.reload();
    try (TighteningEngine engine = engine(Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> engine.judge(request("fast")).toCompletableFuture().join())
          .hasCauseInstanceOf(PolicyUnavailable.class)
          .hasMessageContaining("assay policy build acme");
    }
  }

  @Test
  void factsOfAnUnknownRevisionOrAnotherPolicyAreNotJudged() {
    policies.reload();
    RequestFacts forged =
        Samples.request(
            Samples.policy(Samples.ACME, List.of("everything")),
            active().revision(),
            Samples.shape("everything", 1));
    try (TighteningEngine engine = engine(Duration.ofSeconds(5))) {
      for (Facts<?> facts : List.of(Samples.request(), forged)) {
        assertThatThrownBy(() -> engine.judge(facts).toCompletableFuture().join())
            .hasCauseInstanceOf(PolicyUnavailable.class);
      }
    }
  }

  @Test
  void aRuleThatDoesNotCompileIsReportedWithItsLine() throws Exception {
    Checked<Path> refused = build("deny contains {\"code\": x} if input.request\n");
    assertThat(refused).isInstanceOf(Checked.Invalid.class);
    Problem problem = ((Checked.Invalid<Path>) refused).problems().getFirst();
    assertThat(problem.file()).endsWith("acme.rego");
    assertThat(problem.line()).isEqualTo(3);
    assertThat(problem.found()).contains("unsafe");
    assertThat(folder.resolve("acme.wasm")).doesNotExist();
  }
}
