package dev.assay.learners.changes;

import dev.assay.policies.tenant.TenantId;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change at a time for each tenant, each tenant on a virtual thread of its own. A change that
 * is already waiting is not queued twice; one that is being worked on is looked at again after.
 */
final class TenantQueues implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TenantQueues.class);

  private final Consumer<String> work;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<TenantId, Queue> queues = new ConcurrentHashMap<>();

  /**
   * @param work takes a change as far as it goes
   */
  TenantQueues(Consumer<String> work) {
    this.work = work;
  }

  void add(TenantId tenant, String change) {
    Queue queue = queues.computeIfAbsent(tenant, id -> new Queue());
    if (queue.addAndNeedsThread(change) && !threads.isShutdown()) {
      threads.execute(() -> drain(queue));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void drain(Queue queue) {
    for (String next = queue.take(); next != null; next = queue.take()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      try {
        work.accept(next);
      } catch (RuntimeException failure) {
        if (threads.isShutdown()) {
          return;
        }
        LOG.error("change {} stays where it stands: {}", next, failure.getMessage(), failure);
      }
    }
  }

  private static final class Queue {
    private final Set<String> waiting = new LinkedHashSet<>();
    private boolean isDraining;

    synchronized boolean addAndNeedsThread(String change) {
      waiting.add(change);
      if (isDraining) {
        return false;
      }
      isDraining = true;
      return true;
    }

    synchronized @Nullable String take() {
      if (waiting.isEmpty()) {
        isDraining = false;
        return null;
      }
      String next = waiting.iterator().next();
      waiting.remove(next);
      return next;
    }
  }
}
