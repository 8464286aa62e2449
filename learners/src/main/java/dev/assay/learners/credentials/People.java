package dev.assay.learners.credentials;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.FeedEvent;
import dev.assay.learners.store.Topic;
import dev.assay.policies.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * People and their roles. Every set of roles a person ever had is kept, so that a vote can be
 * judged by the roles it was given under as well as by those of now.
 */
public final class People {
  private static final String PREFIX = "sk-person-";
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
  private static final int MAX_ROLES = 16;
  private static final int MAX_NAME_CHARS = 100;
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private final Database database;
  private final Audit audit;
  private final Pepper pepper;
  private final Clock clock;
  private final MacIndex<Person> live = new MacIndex<>();

  private People(Database database, Audit audit, Pepper pepper, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.pepper = pepper;
    this.clock = clock;
  }

  /** Reads the people into memory and follows their changes. Blocks. */
  public static People open(Database database, Audit audit, Pepper pepper, Clock clock) {
    People people = new People(database, audit, pepper, clock);
    database.feed().subscribe(Topic.PEOPLE, people::follow);
    List<PersonRows.Row> rows = database.read(PersonRows::live);
    pepper.requireFits(rows.size());
    rows.forEach(people::hold);
    return people;
  }

  /** Whose credential this is, if it is a live one, with the roles of now. */
  public Optional<Person> find(String presented) {
    return Secrets.hasForm(presented, PREFIX) ? live.find(pepper.mac(presented)) : Optional.empty();
  }

  /** The person, unless revoked. */
  public Optional<Person> get(PersonId id) {
    return live.byId(id.value());
  }

  /** All who are not revoked, by name. */
  public List<Person> list() {
    return live.all().stream().sorted(Comparator.comparing(Person::name)).toList();
  }

  /** The person as of this transaction, unless revoked: for acts that depend on it. */
  public Optional<Person> current(Handle handle, PersonId id) {
    return PersonRows.live(handle, id).map(PersonRows.Row::person);
  }

  /** Every set of roles this person had, oldest first. */
  public List<RoleGrant> roleHistory(Handle handle, PersonId id) {
    return PersonRows.grants(handle, id);
  }

  /**
   * Makes a person; durable, audited and usable when the stage completes, or failed with {@link
   * NameTaken}: who approves or reads the log tells people apart by their names.
   *
   * @param tenant the only tenant the person may act for; empty for all
   */
  public CompletionStage<IssuedPerson> create(
      String actor, String name, Set<String> roles, Optional<TenantId> tenant) {
    if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
      throw new IllegalArgumentException(
          "a person's name is 1 to " + MAX_NAME_CHARS + " characters");
    }
    requireRoles(roles);
    OneTimeSecret secret = new OneTimeSecret(Secrets.random(PREFIX));
    String macHex = HexFormat.of().formatHex(pepper.mac(secret.reveal()));
    Person person = new Person(new PersonId(IDS.generate().toString()), name, tenant, roles, 1);
    return database
        .write(handle -> {
          requireFree(handle, name);
          Instant at = now();
          PersonRows.insert(handle, person, macHex, at);
          PersonRows.insertGrant(handle, person.id(), new RoleGrant(1, roles, at));
          note(handle, actor, "person.create", person);
          return person;
        })
        .thenApply(committed -> new IssuedPerson(committed.value(), secret));
  }

  /** Gives the person these roles instead of the former ones. */
  public CompletionStage<Committed<Person>> changeRoles(
      String actor, PersonId id, Set<String> roles) {
    requireRoles(roles);
    return database.write(handle -> {
      Person before = required(handle, id);
      RoleGrant grant = new RoleGrant(before.roleRevision() + 1, roles, now());
      PersonRows.insertGrant(handle, id, grant);
      Person after = new Person(id, before.name(), before.tenant(), roles, grant.revision());
      note(handle, actor, "person.roles", after);
      return after;
    });
  }

  /** From when the stage completes the credential opens nothing. */
  public CompletionStage<Committed<Person>> revoke(String actor, PersonId id) {
    return database
        .write(handle -> {
          Person person = required(handle, id);
          PersonRows.markRevoked(handle, id, now());
          note(handle, actor, "person.revoke", person);
          return person;
        })
        .whenComplete((committed, failure) -> {
          // The feed has removed it; this holds even if following the feed failed.
          if (committed != null) {
            live.remove(id.value());
          }
        });
  }

  private void note(Handle handle, String actor, String action, Person person) {
    TenantId tenant = person.tenant().orElse(null);
    audit.append(
        handle,
        actor,
        action,
        tenant,
        person.id().value(),
        Map.of(
            "name", person.name(),
            "roles", new TreeSet<>(person.roles()),
            "roleRevision", person.roleRevision()));
    database.feed().publish(handle, Topic.PEOPLE, tenant, person.id().value());
  }

  private void follow(FeedEvent event) {
    PersonId id = new PersonId(event.subject());
    try {
      database
          .read(handle -> PersonRows.live(handle, id))
          .ifPresentOrElse(this::hold, () -> live.remove(id.value()));
    } catch (RuntimeException unreadable) {
      // Better refused than served with roles that were taken away.
      live.remove(id.value());
      throw unreadable;
    }
  }

  private void hold(PersonRows.Row row) {
    live.put(row.person().id().value(), row.macHex(), row.person());
  }

  /** In the transaction that makes the person: two at once can't both find the name free. */
  private static void requireFree(Handle handle, String name) {
    String wanted = folded(name);
    PersonRows.live(handle).stream()
        .map(PersonRows.Row::person)
        .filter(person -> folded(person.name()).equals(wanted))
        .findFirst()
        .ifPresent(person -> {
          throw new NameTaken(name, person.id());
        });
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private static Person required(Handle handle, PersonId id) {
    return PersonRows.live(handle, id)
        .orElseThrow(() -> new UnknownCredential("person", id.value()))
        .person();
  }

  private static void requireRoles(Set<String> roles) {
    if (roles.isEmpty() || roles.size() > MAX_ROLES) {
      throw new IllegalArgumentException("a person has 1 to " + MAX_ROLES + " roles");
    }
    for (String role : roles) {
      if (!ROLE.matcher(role).matches()) {
        throw new IllegalArgumentException(
            "a role is 1 to 40 of a-z, 0-9, '_' and '-', a letter first");
      }
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
