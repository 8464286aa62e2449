package dev.assay.learners.store;

import dev.assay.policies.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells holders of in-memory copies what was committed, in the order of the commits.
 *
 * <p>Subscribers run on the writer thread, after the commit and before the write's stage completes:
 * who sees a write acknowledged sees its effect. They must therefore be short, may {@link
 * Database#read read}, and must never wait for a write. One that throws is logged and harms nobody
 * else.
 */
public final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final Clock clock;
  private final Map<Topic, List<Consumer<FeedEvent>>> subscribers = new EnumMap<>(Topic.class);

  /** Published in the transaction under way; only the writer thread touches it. */
  private final List<FeedEvent> pending = new ArrayList<>();

  private volatile long revision;

  Feed(Clock clock, long revision) {
    this.clock = clock;
    this.revision = revision;
    for (Topic topic : Topic.values()) {
      subscribers.put(topic, new CopyOnWriteArrayList<>());
    }
  }

  /**
   * Records, in the caller's transaction, that something changed. To be called from inside {@link
   * Database#write} only.
   */
  public void publish(Handle handle, Topic topic, @Nullable TenantId tenant, String subject) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long number =
        handle
            .createQuery(
                "INSERT INTO feed (topic, tenant, subject, at)"
                    + " VALUES (:topic, :tenant, :subject, :at) RETURNING revision")
            .bind("topic", topic.name())
            .bind("tenant", tenant == null ? null : tenant.value())
            .bind("subject", subject)
            .bind("at", at.toEpochMilli())
            .mapTo(Long.class)
            .one();
    pending.add(new FeedEvent(number, topic, tenant, subject, at));
  }

  /** Calls this subscriber for every later event of the topic. */
  public void subscribe(Topic topic, Consumer<FeedEvent> subscriber) {
    subscribersOf(topic).add(subscriber);
  }

  /** The last revision subscribers were told of; 0 before the first. */
  public long revision() {
    return revision;
  }

  int mark() {
    return pending.size();
  }

  void forgetSince(int mark) {
    pending.subList(mark, pending.size()).clear();
  }

  void deliver() {
    for (FeedEvent event : pending) {
      for (Consumer<FeedEvent> subscriber : subscribersOf(event.topic())) {
        tell(subscriber, event);
      }
      revision = event.revision();
    }
    pending.clear();
  }

  private static void tell(Consumer<FeedEvent> subscriber, FeedEvent event) {
    try {
      subscriber.accept(event);
    } catch (RuntimeException failure) {
      LOG.error("a subscriber failed on {} and may hold an old copy", event, failure);
    }
  }

  private List<Consumer<FeedEvent>> subscribersOf(Topic topic) {
    return java.util.Objects.requireNonNull(subscribers.get(topic));
  }
}
