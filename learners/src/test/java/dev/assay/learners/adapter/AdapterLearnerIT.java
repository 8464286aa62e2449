package dev.assay.learners.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.config.Secret;
import dev.assay.learners.Samples;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.WeightFiles;
import dev.assay.learners.learning.Learner;
import dev.assay.learners.learning.LearningFailed;
import dev.assay.learners.learning.LearningWindow;
import dev.assay.learners.learning.LearningWindow.Signal;
import dev.assay.learners.learning.LearningWindow.Verdict;
import dev.assay.learners.serving.AdapterLoader;
import dev.assay.learners.serving.Release;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterLearnerIT {
  private static final TenantId ACME = new TenantId("acme");

  @TempDir private Path folder;
  private TrainerServer server;
  private Database database;
  private WeightFiles weights;

  @BeforeEach
  void open() throws IOException {
    server = new TrainerServer();
    database = Database.open(folder.resolve("data"), Migrations.FOLDERS);
    weights = new WeightFiles(folder.resolve("weights"), 1_000_000);
  }

  @AfterEach
  void close() {
    database.close();
    server.close();
  }

  @Test
  void uploadsTrainsAndProposesAnAdapterNamedByItsWeights() {
    server.pollsUntilDone = 2;
    Learner.Proposed proposed = (Learner.Proposed) learn(window(30));
    Artifact.Adapter adapter = (Artifact.Adapter) proposed.artifact();
    assertThat(adapter.files())
        .singleElement()
        .satisfies(file -> assertThat(file.digest()).isEqualTo(Digest.of(server.weights)));
    assertThat(weights.read(adapter.files().getFirst().digest())).isEqualTo(server.weights);
    assertThat(adapter.alias()).isEqualTo("chat");
    assertThat(proposed.sources()).hasSize(30);
    assertThat(server.lastAuthorization).isEqualTo("Bearer sk-trainer");
    String rows = new String(server.files.get("file-0"), StandardCharsets.UTF_8);
    assertThat(rows.lines()).hasSize(30);
    assertThat(rows.lines().findFirst().orElseThrow())
        .contains("{\"role\":\"system\"", "{\"role\":\"assistant\",\"content\":\"answer 0\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/fine_tuning/jobs",
        "GET /v1/fine_tuning/jobs/job-0",
        "GET /v1/files/weights-1/content"
      })
  void whereverItIsCutShortANewInstanceGoesOnWithTheSameJob(String breaksAt) {
    server.breaksAt = breaksAt;
    assertThatThrownBy(() -> learn(window(30)))
        .isInstanceOf(LearningFailed.class)
        .hasMessageContaining("goes on from here")
        .hasMessageContaining("broken on purpose");
    database.close();
    database = Database.open(folder.resolve("data"), Migrations.FOLDERS);
    assertThat(learn(window(0))).isInstanceOf(Learner.Proposed.class);
    assertThat(server.jobs).hasSize(1);
    assertThat(server.files).hasSize(1);
  }

  @Test
  void aProposalNotYetRecordedIsMadeAgainAndARecordedOneIsNot() {
    Learner.Proposed first = (Learner.Proposed) learn(window(30));
    Learner.Proposed again = (Learner.Proposed) learn(window(30));
    assertThat(again.artifact().digest()).isEqualTo(first.artifact().digest());
    assertThat(server.jobs).hasSize(1);
    learner().proposed(ACME, again);
    learn(window(30));
    assertThat(server.jobs).hasSize(2);
  }

  @Test
  void aFailedJobEndsTheTrainingAndTheNextCycleStartsAnother() {
    server.endsAs = "failed";
    assertThatThrownBy(() -> learn(window(30)))
        .isInstanceOf(LearningFailed.class)
        .hasMessageContaining("out of ore");
    server.endsAs = "succeeded";
    assertThat(learn(window(30))).isInstanceOf(Learner.Proposed.class);
    assertThat(server.jobs).hasSize(2);
    assertThat(new TrainingRuns(database, Clock.systemUTC()).list(ACME))
        .extracting(run -> run.state().getClass().getSimpleName())
        .containsExactly("Downloaded", "Failed");
  }

  @Test
  void aRedirectIsNotFollowedWithTheCredential() throws IOException {
    try (TrainerServer thief = new TrainerServer()) {
      server.redirectTo = thief.url() + "/files";
      assertThatThrownBy(() -> learn(window(30)))
          .isInstanceOf(LearningFailed.class)
          .hasMessageContaining("302");
      assertThat(thief.lastAuthorization).isEmpty();
    }
  }

  @Test
  void waitsForEnoughRows() {
    assertThat(learn(window(10)))
        .isInstanceOfSatisfying(
            Learner.Hold.class, hold -> assertThat(hold.reason()).contains("10 rows", "20"));
    assertThat(server.files).isEmpty();
  }

  @Test
  void theRuntimeLoadsVerifiedWeightsOnceAndUnloadsThem() {
    Artifact.Adapter adapter = stored();
    try (VllmRuntime runtime = new VllmRuntime(endpoint(), weights)) {
      Target.Adapter target = runtime.load(adapter);
      assertThat(target.model()).isEqualTo(adapter.runtimeName());
      assertThat(target.artifact()).isEqualTo(adapter.digest());
      runtime.load(adapter);
      assertThat(server.files).hasSize(1);
      assertThat(server.adapters).containsOnlyKeys(adapter.runtimeName());
      runtime.unload(adapter);
      runtime.unload(adapter);
      assertThat(server.adapters).isEmpty();
    }
  }

  @Test
  void weightsThatArriveAlteredAreNotLoaded() {
    server.garblesFiles = true;
    try (VllmRuntime runtime = new VllmRuntime(endpoint(), weights)) {
      assertThatThrownBy(() -> runtime.load(stored()))
          .isInstanceOf(AdapterLoader.AdapterNotLoaded.class)
          .hasMessageContaining("other weights");
    }
    assertThat(server.adapters).isEmpty();
  }

  private Artifact.Adapter stored() {
    WeightFiles.Stored stored = weights.store(new ByteArrayInputStream(server.weights));
    return new Artifact.Adapter(
        "trainer",
        "base",
        "chat",
        List.of(new Artifact.WeightFile("adapter", stored.digest(), stored.bytes())),
        Map.of());
  }

  private Learner.Outcome learn(LearningWindow window) {
    return learner().learn(policy(), Release.empty(ACME), window);
  }

  private AdapterLearner learner() {
    return new AdapterLearner(
        new AdapterLearner.Settings(
            "trainer", "base", 20, 0.4, Duration.ofMillis(5), Duration.ofSeconds(20)),
        new TrainingRuns(database, Clock.systemUTC()),
        new TrainerClient(endpoint()),
        weights,
        text -> true,
        Clock.systemUTC());
  }

  private ProviderEndpoint endpoint() {
    return new ProviderEndpoint(
        "trainer",
        server.url(),
        Optional.of(Secret.of("sk-trainer")),
        "eu",
        Duration.ofSeconds(10));
  }

  private static LearningWindow window(int rows) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      signals.add(
          new Signal(
              "x" + i,
              "user" + i % 10,
              Instant.EPOCH,
              "chat",
              "question " + i,
              "[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"}]",
              "answered",
              new Verdict.Demonstration("answer " + i)));
    }
    return new LearningWindow(signals, Map.of());
  }

  private static TenantPolicy policy() {
    return Samples.policy(
        new TenantPolicy.FeedbackRules(50, 5_000, 0.5, 1),
        Map.of(ArtifactKind.ADAPTER, new TenantPolicy.KindRules(1, 1_000_000, List.of())),
        TenantPolicy.Gate.ENFORCED);
  }
}
