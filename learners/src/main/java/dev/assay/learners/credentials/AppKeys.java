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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** The app keys: made once, looked up in memory, revoked at once. */
public final class AppKeys {
  private static final String PREFIX = "sk-assay-";
  private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");
  private static final int MAX_KEYS_PER_TENANT = 1_000;
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private final Database database;
  private final Audit audit;
  private final Pepper pepper;
  private final Clock clock;
  private final MacIndex<AppKey> live = new MacIndex<>();

  private AppKeys(Database database, Audit audit, Pepper pepper, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.pepper = pepper;
    this.clock = clock;
  }

  /** Reads the live keys into memory and follows their changes. Blocks. */
  public static AppKeys open(Database database, Audit audit, Pepper pepper, Clock clock) {
    AppKeys keys = new AppKeys(database, audit, pepper, clock);
    database.feed().subscribe(Topic.KEYS, keys::follow);
    List<Row> rows =
        database.read(handle ->
            handle
                .createQuery("SELECT * FROM app_key WHERE revoked_at IS NULL")
                .map((row, context) -> Row.of(row))
                .list());
    pepper.requireFits(rows.size());
    rows.forEach(keys::hold);
    return keys;
  }

  /** Whose key this is, if it is a live one. Takes no lock and about two microseconds. */
  public Optional<AppKey> find(String presented) {
    return Secrets.hasForm(presented, PREFIX) ? live.find(pepper.mac(presented)) : Optional.empty();
  }

  /** Whether what was found before is a live one still. */
  public boolean isLive(AppKey key) {
    return live.byId(key.id()).isPresent();
  }

  /** Makes a key; durable, audited and usable when the stage completes. */
  public CompletionStage<IssuedKey> create(String actor, TenantId tenant, String app) {
    if (!APP.matcher(app).matches()) {
      throw new IllegalArgumentException(
          "an app's name is 1 to 64 of a-z, 0-9, '_', '.' and '-', a letter or digit first");
    }
    OneTimeSecret secret = new OneTimeSecret(Secrets.random(PREFIX));
    String macHex = HexFormat.of().formatHex(pepper.mac(secret.reveal()));
    AppKey key =
        new AppKey(
            IDS.generate().toString(), tenant, app, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return database
        .write(handle -> insert(handle, actor, key, macHex))
        .thenApply(committed -> new IssuedKey(committed.value(), secret));
  }

  /**
   * Revokes a key: from when the stage completes it opens nothing. Fails with {@link
   * UnknownCredential} when it is not live.
   */
  public CompletionStage<Committed<AppKey>> revoke(String actor, String id) {
    return database
        .write(handle -> markRevoked(handle, actor, id))
        .whenComplete((committed, failure) -> {
          // The feed has removed it; this holds even if following the feed failed.
          if (committed != null) {
            live.remove(id);
          }
        });
  }

  /** The tenant's live keys, oldest first. */
  public List<AppKey> list(TenantId tenant) {
    return live.all().stream()
        .filter(key -> key.tenant().equals(tenant))
        .sorted(Comparator.comparing(AppKey::id))
        .toList();
  }

  private AppKey insert(Handle handle, String actor, AppKey key, String macHex) {
    int before =
        handle
            .createQuery(
                "SELECT count(*) FROM app_key WHERE tenant = :tenant AND revoked_at IS NULL")
            .bind("tenant", key.tenant().value())
            .mapTo(Integer.class)
            .one();
    if (before >= MAX_KEYS_PER_TENANT) {
      throw new IllegalArgumentException(
          "a tenant has at most " + MAX_KEYS_PER_TENANT + " live app keys: revoke one first");
    }
    handle.execute(
        "INSERT INTO app_key (id, tenant, app, mac, created_at) VALUES (?, ?, ?, ?, ?)",
        key.id(),
        key.tenant().value(),
        key.app(),
        macHex,
        key.createdAt().toEpochMilli());
    audit.append(handle, actor, "key.create", key.tenant(), key.id(), Map.of("app", key.app()));
    database.feed().publish(handle, Topic.KEYS, key.tenant(), key.id());
    return key;
  }

  private AppKey markRevoked(Handle handle, String actor, String id) {
    AppKey key = live(handle, id).orElseThrow(() -> new UnknownCredential("app key", id)).key();
    handle.execute(
        "UPDATE app_key SET revoked_at = ? WHERE id = ?", clock.instant().toEpochMilli(), id);
    audit.append(handle, actor, "key.revoke", key.tenant(), id, Map.of("app", key.app()));
    database.feed().publish(handle, Topic.KEYS, key.tenant(), id);
    return key;
  }

  private void follow(FeedEvent event) {
    try {
      database
          .read(handle -> live(handle, event.subject()))
          .ifPresentOrElse(this::hold, () -> live.remove(event.subject()));
    } catch (RuntimeException unreadable) {
      // A key must rather be refused than outlive its revocation.
      live.remove(event.subject());
      throw unreadable;
    }
  }

  private void hold(Row row) {
    live.put(row.key().id(), row.macHex(), row.key());
  }

  private static Optional<Row> live(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM app_key WHERE id = :id AND revoked_at IS NULL")
        .bind("id", id)
        .map((row, context) -> Row.of(row))
        .findOne();
  }

  private record Row(AppKey key, String macHex) {
    static Row of(java.sql.ResultSet row) throws java.sql.SQLException {
      return new Row(
          new AppKey(
              row.getString("id"),
              new TenantId(row.getString("tenant")),
              row.getString("app"),
              Instant.ofEpochMilli(row.getLong("created_at"))),
          row.getString("mac"));
    }
  }
}
