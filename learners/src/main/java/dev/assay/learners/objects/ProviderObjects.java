package dev.assay.learners.objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Whose key made which object at which provider. An object is claimed before its maker hears of it,
 * once and for ever: a later claim by somebody else changes nothing.
 */
public final class ProviderObjects implements AutoCloseable {
  private static final int MAX_CACHED = 100_000;
  private static final int MAX_IDS = 100;

  private final Database database;
  private final Clock clock;
  private final long sinceMillis;
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final Cache<Name, ProviderObject> cache =
      Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

  private record Name(String provider, String id) {}

  public ProviderObjects(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.sinceMillis = database.read(ObjectRows::since);
  }

  /** Since when what keys make is claimed here, in milliseconds since 1970. */
  public long sinceMillis() {
    return sinceMillis;
  }

  /**
   * Makes the objects their tenant's, unless they are somebody's already.
   *
   * @return the owners after it, in the order asked; durable when the stage completes
   */
  public CompletionStage<List<ProviderObject>> claim(List<ProviderObject> made) {
    for (ProviderObject object : made) {
      if (object.id().isEmpty() || object.id().length() > ProviderObject.MAX_ID_CHARS) {
        return CompletableFuture.failedStage(
            new IllegalArgumentException("an object's name is 1 to 256 characters"));
      }
    }
    CompletionStage<Committed<List<ProviderObject>>> written =
        database.write(handle -> {
          List<ProviderObject> owners = new ArrayList<>();
          for (ProviderObject object : made) {
            handle.execute(
                "INSERT OR IGNORE INTO provider_object (provider, id, tenant, model, made_at)"
                    + " VALUES (?, ?, ?, ?, ?)",
                object.provider(),
                object.id(),
                object.tenant().value(),
                object.model(),
                clock.millis());
            owners.add(ObjectRows.find(handle, object.provider(), List.of(object.id())).getFirst());
          }
          return owners;
        });
    return written.thenApply(committed -> remembered(committed.value()));
  }

  /**
   * Who made what has these names, at whichever provider; names that nobody's key made are left
   * out. At most 100 names.
   */
  public CompletionStage<List<ProviderObject>> find(List<String> providers, List<String> ids) {
    if (ids.size() > MAX_IDS) {
      return CompletableFuture.failedStage(new IllegalArgumentException("too many names"));
    }
    List<ProviderObject> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      Optional<ProviderObject> cached = cached(providers, id);
      cached.ifPresentOrElse(known::add, () -> unknown.add(id));
    }
    if (unknown.isEmpty()) {
      return CompletableFuture.completedFuture(known);
    }
    return CompletableFuture.supplyAsync(
        () -> {
          for (String provider : providers) {
            known.addAll(
                remembered(database.read(handle -> ObjectRows.find(handle, provider, unknown))));
          }
          return known;
        },
        readers);
  }

  private Optional<ProviderObject> cached(List<String> providers, String id) {
    for (String provider : providers) {
      ProviderObject object = cache.getIfPresent(new Name(provider, id));
      if (object != null) {
        return Optional.of(object);
      }
    }
    return Optional.empty();
  }

  /** Waits for what is being read. */
  @Override
  public void close() {
    readers.close();
  }

  private List<ProviderObject> remembered(List<ProviderObject> objects) {
    objects.forEach(object -> cache.put(new Name(object.provider(), object.id()), object));
    return objects;
  }
}
