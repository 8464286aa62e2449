package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantPoliciesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId GLOBEX = new TenantId("globex");
  private static final String RULES =
      "package assay.tenants.acme\n\ndeny contains {\"code\": \"c\", \"message\": \"m\"} if true\n";

  @TempDir private Path folder;
  private TenantPolicies policies;

  @BeforeEach
  void twoTenants() throws IOException {
    write("acme.yaml", "fast");
    write("globex.yaml", "fast");
    policies = new TenantPolicies(folder, TenantPoliciesTest::read, Samples.digest("base"));
    assertThat(policies.reload()).containsExactly(ACME, GLOBEX);
  }

  /** A file of these tests is one line with the model's name; {@code broken} is a mistake. */
  private static Checked<TenantPolicy> read(Path file) {
    try {
      String model = Files.readString(file).strip();
      String name = file.getFileName().toString().replace(".yaml", "");
      return model.equals("broken")
          ? new Checked.Invalid<>(List.of(new Problem(file.toString(), 3, "broken", "a model")))
          : new Checked.Valid<>(Samples.policy(new TenantId(name), List.of(model)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private ActivePolicy current(TenantId tenant) {
    return policies.current(tenant).orElseThrow();
  }

  private void build(String source) throws IOException {
    TenantFolder.writeBuilt(
        folder.resolve("acme.rego"),
        new TenantFolder.Built(
            Digest.of(source.getBytes(StandardCharsets.UTF_8)), new byte[] {1, 2, 3}));
  }

  @Test
  void aPolicyIsInForceSinceItLastChangedNotSinceItWasLastRead() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    TenantPolicies timed =
        new TenantPolicies(
            folder,
            TenantPoliciesTest::read,
            Samples.digest("base"),
            ((InstantSource) now::get).withZone(ZoneOffset.UTC));
    timed.reload();
    now.set(Instant.EPOCH.plusSeconds(60));
    write("acme.yaml", "slow");
    timed.reload();
    now.set(Instant.EPOCH.plusSeconds(120));
    timed.reload();

    assertThat(timed.since(ACME)).contains(Instant.EPOCH.plusSeconds(60));
    assertThat(timed.since(GLOBEX)).contains(Instant.EPOCH);
    assertThat(timed.since(new TenantId("nobody"))).isEmpty();
  }

  @Test
  void aChangedFileChangesItsTenantAlone() throws IOException {
    String before = current(GLOBEX).revision();
    String former = current(ACME).revision();
    write("acme.yaml", "slow");
    assertThat(policies.reload()).containsExactly(ACME);
    assertThat(current(ACME).policy().models()).containsExactly("slow");
    assertThat(current(GLOBEX).revision()).isEqualTo(before);
    assertThat(policies.byRevision(former)).isPresent();
    assertThat(policies.byRevision(current(ACME).revision())).contains(current(ACME));
  }

  @Test
  void oneTenantsBrokenFileKeepsItsRevisionAndBlocksNobody() throws IOException {
    ActivePolicy before = current(ACME);
    write("acme.yaml", "broken");
    write("globex.yaml", "slow");
    assertThat(policies.reload()).containsExactly(GLOBEX);
    assertThat(current(ACME)).isEqualTo(before);
    assertThat(current(GLOBEX).policy().models()).containsExactly("slow");
    assertThat(policies.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    write("acme.yaml", "slow");
    assertThat(policies.reload()).containsExactly(ACME);
    assertThat(policies.problems()).isEmpty();
  }

  @Test
  void aRemovedFileRemovesItsTenantAndItsRevisions() throws IOException {
    String revision = current(ACME).revision();
    Files.delete(folder.resolve("acme.yaml"));
    assertThat(policies.reload()).containsExactly(ACME);
    assertThat(policies.current(ACME)).isEmpty();
    assertThat(policies.byRevision(revision)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeListedRemovesNobody() throws IOException {
    Path moved = folder.resolveSibling(folder.getFileName() + "-moved");
    Files.move(folder, moved);
    try {
      assertThat(policies.reload()).isEmpty();
      assertThat(policies.tenants()).containsExactly(ACME, GLOBEX);
      assertThat(policies.problems()).hasSize(1);
    } finally {
      Files.move(moved, folder);
    }
  }

  @Test
  void theRevisionNamesBaseDataAndRules() throws IOException {
    String plain = current(ACME).revision();
    TenantPolicies otherBase =
        new TenantPolicies(folder, TenantPoliciesTest::read, Samples.digest("other base"));
    otherBase.reload();
    assertThat(otherBase.current(ACME).orElseThrow().revision()).isNotEqualTo(plain);
    write("acme.rego", RULES);
    build(RULES);
    policies.reload();
    assertThat(current(ACME).revision()).isNotEqualTo(plain);
    assertThat(current(ACME).rego()).containsInstanceOf(TenantRego.Built.class);
  }

  @Test
  void rulesThatAreNotBuiltLeaveTheFormerRevisionInForce() throws IOException {
    ActivePolicy before = current(ACME);
    write("acme.rego", RULES);
    assertThat(policies.reload()).isEmpty();
    assertThat(current(ACME)).isEqualTo(before);
    assertThat(policies.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.allowed()).contains("assay policy build acme"));
    build(RULES);
    assertThat(policies.reload()).containsExactly(ACME);
    write("acme.rego", RULES + "# changed\n");
    assertThat(policies.reload()).isEmpty();
    assertThat(policies.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.found()).contains("changed after"));
  }

  @Test
  void rulesThatAreNotBuiltAtTheFirstLoadRefuseTheirTenant() throws IOException {
    write("acme.rego", RULES);
    TenantPolicies first =
        new TenantPolicies(folder, TenantPoliciesTest::read, Samples.digest("base"));
    first.reload();
    assertThat(first.current(ACME).orElseThrow().rego())
        .containsInstanceOf(TenantRego.Unbuilt.class);
    assertThat(first.current(GLOBEX).orElseThrow().rego()).isEmpty();
    build(RULES);
    assertThat(first.reload()).containsExactly(ACME);
  }

  @Test
  void rulesOfAnotherPackageAreReportedWithFileAndLine() throws IOException {
    write("acme.rego", "package assay.request\n");
    assertThat(policies.reload()).isEmpty();
    assertThat(policies.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.file()).endsWith("acme.rego");
          assertThat(problem.line()).isEqualTo(1);
        });
  }

  @Test
  void filesOfNobodyAreReported() throws IOException {
    write("Bad-Name.yaml", "fast");
    write("orphan.rego", RULES);
    policies.reload();
    assertThat(policies.problems()).hasSize(2);
    assertThat(policies.tenants()).containsExactly(ACME, GLOBEX);
  }

  @Test
  void aWatchReloadsAndTellsWhoChanged() throws Exception {
    LinkedBlockingQueue<Set<TenantId>> told = new LinkedBlockingQueue<>();
    policies.onChange(told::add);
    try (PolicyWatch watch = new PolicyWatch(policies, Duration.ofMillis(20))) {
      write("globex.yaml", "another-model");
      assertThat(told.poll(10, TimeUnit.SECONDS)).containsExactly(GLOBEX);
    }
  }
}
