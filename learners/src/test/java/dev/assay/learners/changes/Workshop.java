package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.credentials.People;
import dev.assay.learners.credentials.Pepper;
import dev.assay.learners.credentials.Person;
import dev.assay.learners.releases.AdapterNames;
import dev.assay.learners.releases.CanaryGuard;
import dev.assay.learners.releases.ReleasePreparer;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.store.Database;
import dev.assay.learners.switches.Switches;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The whole change flow on a real database file. */
final class Workshop implements AutoCloseable {
  static final TenantId ACME = new TenantId("acme");
  private static final int WAIT_SECONDS = 20;
  private static final List<String> TABLES =
      List.of(
          "dev/assay/learners/store/migrations",
          "dev/assay/learners/audit/migrations",
          "dev/assay/learners/artifacts/migrations",
          "dev/assay/learners/changes/migrations",
          "dev/assay/learners/releases/migrations",
          "dev/assay/learners/credentials/migrations",
          "dev/assay/learners/switches/migrations");

  final KeywordModel model = new KeywordModel();
  final HoldoutEvaluator evaluator = new HoldoutEvaluator(model);
  final ChangeRules rules = new ChangeRules();
  final Database database;
  final Audit audit;
  final People people;
  final Switches switches;
  final Artifacts artifacts;
  final Changes changes;
  final Releases releases;
  final ActivationDoor door;
  final ChangeFlow flow;
  final Approvals approvals;
  final CanaryGuard guard;
  final AdapterNames names;
  private final ReleasePreparer preparer;
  private volatile PolicySource.Active active = new PolicySource.Active(policy(0), "policy-1");

  Workshop(Path folder) {
    this(folder, true, false);
  }

  Workshop(Path folder, boolean start, boolean runtimeAway) {
    Clock clock = Clock.systemUTC();
    model.runtimeAway = runtimeAway;
    database = Database.open(folder, TABLES);
    audit = new Audit(database, clock);
    people = People.open(database, audit, Pepper.open(folder), clock);
    switches = Switches.open(database, audit);
    artifacts = new Artifacts(database);
    changes = new Changes(database, audit, clock);
    preparer = new ReleasePreparer(model, model);
    releases = Releases.open(database, audit, artifacts, preparer, clock);
    names = new AdapterNames(database, artifacts);
    PolicySource policies = tenant -> Optional.of(active);
    door =
        new ActivationDoor(
            database, changes, artifacts, releases, preparer, policies, people, switches);
    Candidates candidates =
        new Candidates(artifacts, releases, preparer, model, SmokePrompt.greeting());
    flow =
        new ChangeFlow(
            database,
            changes,
            releases,
            policies,
            new Intake(database, changes, artifacts, releases, names, door, clock),
            new Measuring(candidates, evaluator, clock),
            new Judging(rules, clock),
            candidates,
            door);
    approvals = new Approvals(database, changes, releases, candidates, door, clock, flow::voted);
    guard = new CanaryGuard(releases, door);
    if (start) {
      flow.start();
    }
  }

  static TenantPolicy policy(double canaryShare) {
    return new TenantPolicy(
        ACME,
        List.of("support"),
        new TenantPolicy.Limits(600, 1_000_000, 1_000),
        List.of("any"),
        TenantPolicy.Content.FULL,
        new TenantPolicy.InjectionRules(1_000, 10, List.of(ArtifactKind.EXAMPLES)),
        TenantPolicy.PassThrough.NONE,
        new TenantPolicy.Asking(0.05, 0.15),
        new TenantPolicy.FeedbackRules(20, 200, 0.2, 3),
        new TenantPolicy.Learning(Set.of("examples"), 10_000),
        new TenantPolicy.Envelope(
            Map.of(
                ArtifactKind.EXAMPLES,
                new TenantPolicy.KindRules(100, 100_000, List.of()),
                ArtifactKind.ADAPTER,
                new TenantPolicy.KindRules(
                    1,
                    100_000,
                    List.of(new ApprovalRule("owner", 1), new ApprovalRule("risk", 1)))),
            new TenantPolicy.EvaluationRules(TenantPolicy.Gate.ENFORCED, 0.03, 0.1, 0.05, 50),
            new TenantPolicy.CanaryRules(canaryShare, 40, 0.1)),
        ContentRules.OFF,
        TenantPolicy.Cache.OFF);
  }

  void policy(TenantPolicy policy, String revision) {
    active = new PolicySource.Active(policy, revision);
  }

  Person person(String name, Optional<TenantId> tenant, String... roles) {
    return done(people.create("admin", name, Set.of(roles), tenant)).person();
  }

  Change propose(Artifact artifact) {
    return propose("learner:test", artifact);
  }

  Change propose(String proposer, Artifact artifact) {
    return done(
        flow.propose(new Proposal.Bring(ACME, proposer, artifact, List.of("x-1"), Map.of())));
  }

  ChangeState settled(Change change) {
    return done(flow.settled(change.id()));
  }

  ChangeState state(Change change) {
    return changes.find(change.id()).orElseThrow().state();
  }

  /** Waits until the change stands there. */
  <S extends ChangeState> S await(Change change, Class<S> state) {
    until(() -> state.isInstance(state(change)));
    return state.cast(state(change));
  }

  static void until(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come to pass in " + WAIT_SECONDS + " s");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Teaches every synonym the base model does not know. */
  static Artifact.Examples goodExamples() {
    return KeywordModel.examples(
        Map.of(
            "about my reimburse case", "refund",
            "about my delivery case", "arrival",
            "about my unlock case", "passcode"));
  }

  static Artifact.Adapter goodAdapter() {
    return KeywordModel.adapter(
        Map.of("reimburse", "refund", "delivery", "arrival", "unlock", "passcode"));
  }

  @Override
  public void close() {
    flow.close();
    releases.close();
    preparer.close();
    database.close();
  }
}
