package dev.assay.learners.artifacts;

import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The artifacts of every tenant, by digest. What is read is what was written: bytes that do not
 * have their digest any more are an error, never an artifact.
 */
public final class Artifacts {
  private static final int MAX_CACHED = 64;

  private final Database database;

  /** Read and proved once; being content-addressed, they cannot change. */
  private final Map<Key, Artifact> cached =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Artifact> eldest) {
          return size() > MAX_CACHED;
        }
      };

  private record Key(TenantId tenant, Digest digest) {}

  /** An artifact written out, so that the writer's thread need not do it. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
  public record Written(Digest digest, ArtifactKind kind, byte[] json) {
    public static Written of(Artifact artifact) {
      byte[] json = CanonicalJson.bytes(artifact);
      return new Written(Digest.of(json), artifact.kind(), json);
    }
  }

  public Artifacts(Database database) {
    this.database = database;
  }

  /** Keeps the artifact, in the caller's transaction; one that is kept already stays. */
  public void put(Handle handle, TenantId tenant, Written artifact, Instant at) {
    handle
        .createUpdate(
            "INSERT INTO artifact (tenant, digest, kind, json, at)"
                + " VALUES (:tenant, :digest, :kind, :json, :at)"
                + " ON CONFLICT (tenant, digest) DO NOTHING")
        .bind("tenant", tenant.value())
        .bind("digest", artifact.digest().text())
        .bind("kind", artifact.kind().word())
        .bind("json", artifact.json())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  /** The tenant's artifact of this digest. Blocks. */
  public Optional<Artifact> find(TenantId tenant, Digest digest) {
    return database.read(handle -> find(handle, tenant, digest));
  }

  /** The same, in the caller's transaction. */
  public Optional<Artifact> find(Handle handle, TenantId tenant, Digest digest) {
    Key key = new Key(tenant, digest);
    synchronized (cached) {
      Artifact known = cached.get(key);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<Artifact> read = read(handle, key);
    synchronized (cached) {
      read.ifPresent(artifact -> cached.put(key, artifact));
    }
    return read;
  }

  private static Optional<Artifact> read(Handle handle, Key key) {
    return handle
        .createQuery("SELECT json FROM artifact WHERE tenant = :tenant AND digest = :digest")
        .bind("tenant", key.tenant().value())
        .bind("digest", key.digest().text())
        .map((row, context) -> verified(row.getBytes("json"), key.digest()))
        .findOne();
  }

  /** An artifact that must exist because something durable names it. */
  public Artifact require(Handle handle, TenantId tenant, Digest digest) {
    return find(handle, tenant, digest)
        .orElseThrow(() ->
            new ArtifactDamaged(
                "artifact " + digest + " of " + tenant + " is missing: restore the database"));
  }

  /** Every adapter of every tenant. */
  public List<Artifact.Adapter> adapters(Handle handle) {
    return handle
        .createQuery("SELECT digest, json FROM artifact WHERE kind = :kind")
        .bind("kind", ArtifactKind.ADAPTER.word())
        .map((row, context) -> verified(row.getBytes("json"), new Digest(row.getString("digest"))))
        .stream()
        .filter(Artifact.Adapter.class::isInstance)
        .map(Artifact.Adapter.class::cast)
        .toList();
  }

  private static Artifact verified(byte[] bytes, Digest digest) {
    if (!Digest.of(bytes).equals(digest)) {
      throw new ArtifactDamaged(
          "artifact " + digest + " was altered where it is kept: restore it from a copy");
    }
    try {
      return CanonicalJson.MAPPER.readValue(bytes, Artifact.class);
    } catch (IOException unreadable) {
      throw new ArtifactDamaged(
          "artifact " + digest + " cannot be read by this version: " + unreadable.getMessage());
    }
  }

  /** What is kept is not what was learned. */
  public static final class ArtifactDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ArtifactDamaged(String message) {
      super(message);
    }
  }
}
