package dev.assay.learners.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.audit.AuditEntry;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.learners.store.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;
  private Database database;
  private Audit audit;
  private AppKeys keys;
  private People people;

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
    audit = new Audit(database, CLOCK);
    Pepper pepper = Pepper.open(folder);
    keys = AppKeys.open(database, audit, pepper, CLOCK);
    people = People.open(database, audit, pepper, CLOCK);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aNewKeyOpensItsTenantAndNothingLikeItDoes() {
    IssuedKey issued = join(keys.create("admin", Samples.ACME, "web"));
    String secret = issued.secret().reveal();

    assertThat(secret).startsWith("sk-assay-").hasSize("sk-assay-".length() + 43);
    assertThat(keys.find(secret)).contains(issued.key());
    assertThat(keys.find(secret.substring(1))).isEmpty();
    assertThat(keys.find(secret + "A")).isEmpty();
    assertThat(keys.find("sk-assay-" + "A".repeat(43))).isEmpty();
    assertThat(keys.find("")).isEmpty();
    assertThat(people.find(secret)).isEmpty();
  }

  @Test
  void secretsAreNeitherPrintedNorStored() throws Exception {
    String key = join(keys.create("admin", Samples.ACME, "web")).secret().reveal();
    IssuedPerson person = join(people.create("admin", "Ann", Set.of("reviewer"), Optional.empty()));

    assertThat(person.toString()).doesNotContain(person.secret().reveal());
    database.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(key) || bytes.contains(person.secret().reveal()))
            .as(file.toString())
            .isFalse();
      }
    }
  }

  @Test
  void aRevokedKeyOpensNothingFromTheMomentItIsAcknowledged() {
    for (int i = 0; i < 50; i++) {
      IssuedKey issued = join(keys.create("admin", Samples.ACME, "web"));
      join(keys.revoke("admin", issued.key().id()));
      assertThat(keys.find(issued.secret().reveal())).isEmpty();
    }
    assertThat(keys.list(Samples.ACME)).isEmpty();
    assertThatThrownBy(() -> join(keys.revoke("admin", "nothing")))
        .hasCauseInstanceOf(UnknownCredential.class);
  }

  @Test
  void credentialsSurviveARestart() {
    IssuedKey kept = join(keys.create("admin", Samples.ACME, "web"));
    IssuedKey revoked = join(keys.create("admin", Samples.ACME, "web"));
    join(keys.revoke("admin", revoked.key().id()));
    IssuedPerson person = join(people.create("admin", "Ann", Set.of("reviewer"), Optional.empty()));
    database.close();
    open();

    assertThat(keys.find(kept.secret().reveal())).contains(kept.key());
    assertThat(keys.find(revoked.secret().reveal())).isEmpty();
    assertThat(people.find(person.secret().reveal())).contains(person.person());
  }

  @Test
  void aLostPepperIsSaidInsteadOfLockingEverybodyOut() throws Exception {
    join(keys.create("admin", Samples.ACME, "web"));
    Files.delete(folder.resolve("pepper"));
    Pepper fresh = Pepper.open(folder);

    assertThatThrownBy(() -> AppKeys.open(database, audit, fresh, CLOCK))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("pepper file is missing");
  }

  @Test
  void rolesChangeAtOnceAndEveryFormerSetIsKept() {
    IssuedPerson issued =
        join(people.create("admin", "Ann", Set.of("reviewer"), Optional.of(Samples.ACME)));
    PersonId id = issued.person().id();

    Person changed = join(people.changeRoles("admin", id, Set.of("owner", "safety"))).value();

    assertThat(people.find(issued.secret().reveal())).contains(changed);
    assertThat(changed.roleRevision()).isEqualTo(2);
    assertThat(changed.mayActFor(Samples.ACME)).isTrue();
    assertThat(changed.mayActFor(Samples.OTHER)).isFalse();
    List<RoleGrant> history = database.read(handle -> people.roleHistory(handle, id));
    assertThat(history)
        .extracting(RoleGrant::roles)
        .containsExactly(Set.of("reviewer"), Set.of("owner", "safety"));
    Optional<Person> current = database.read(handle -> people.current(handle, id));
    assertThat(current).contains(changed);
  }

  @Test
  void aRevokedPersonOpensNothingAndIsNoLongerCurrent() {
    IssuedPerson issued = join(people.create("admin", "Ann", Set.of("owner"), Optional.empty()));
    PersonId id = issued.person().id();

    join(people.revoke("admin", id));

    assertThat(people.find(issued.secret().reveal())).isEmpty();
    assertThat(people.get(id)).isEmpty();
    Optional<Person> current = database.read(handle -> people.current(handle, id));
    assertThat(current).isEmpty();
    assertThatThrownBy(() -> join(people.changeRoles("admin", id, Set.of("owner"))))
        .hasCauseInstanceOf(UnknownCredential.class);
  }

  @Test
  void everyActIsAuditedWithWhoDidIt() {
    IssuedKey key = join(keys.create("person:p1", Samples.ACME, "web"));
    join(keys.revoke("person:p2", key.key().id()));
    IssuedPerson person = join(people.create("admin", "Ann", Set.of("owner"), Optional.empty()));
    join(people.changeRoles("admin", person.person().id(), Set.of("reviewer")));
    join(people.revoke("admin", person.person().id()));

    List<AuditEntry> entries = audit.entries(0, 10);
    assertThat(entries)
        .extracting(entry -> entry.actor() + " " + entry.action())
        .containsExactly(
            "person:p1 key.create",
            "person:p2 key.revoke",
            "admin person.create",
            "admin person.roles",
            "admin person.revoke");
    assertThat(audit.verify().intact()).isTrue();
  }

  @Test
  void aNameBelongsToOnePersonUntilTheyAreRevoked() {
    IssuedPerson ann =
        join(people.create("admin", "Ann", Set.of("reviewer"), Optional.of(Samples.ACME)));
    for (String same : List.of("Ann", "ann", " ANN ")) {
      assertThatThrownBy(
              () -> join(people.create("admin", same, Set.of("owner"), Optional.empty())))
          .hasCauseInstanceOf(NameTaken.class)
          .hasMessageContaining(ann.person().id().value());
    }
    assertThat(people.list()).hasSize(1);

    join(people.revoke("admin", ann.person().id()));
    join(people.create("admin", "ann", Set.of("owner"), Optional.empty()));
    assertThat(people.list()).extracting(Person::name).containsExactly("ann");
  }

  @Test
  void badNamesAreRefused() {
    assertThatThrownBy(() -> keys.create("admin", Samples.ACME, "Web App"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> people.create("admin", " ", Set.of("owner"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> people.create("admin", "Ann", Set.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> people.create("admin", "Ann", Set.of("Owner!"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theAdminTokenIsMadeOnceInItsOwnersFile() throws Exception {
    AdminToken made = AdminToken.open(folder);
    String token = made.madeNow().orElseThrow().reveal();
    AdminToken read = AdminToken.open(folder);

    assertThat(read.madeNow()).isEmpty();
    assertThat(read.verify(token)).isTrue();
    assertThat(read.verify(token + "x")).isFalse();
    assertThat(read.verify("")).isFalse();
    assertThat(Files.readString(folder.resolve(AdminToken.FILE)).strip()).isEqualTo(token);
    for (String file : List.of(AdminToken.FILE, "pepper")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
