package dev.assay.policies.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the tenant policies soon after their folder changes. It looks at names, sizes and times
 * on every round and reads the files only when one of them differs.
 */
public final class PolicyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  private final TenantPolicies policies;
  private final Duration every;
  private final Thread thread;
  private List<String> seen = List.of();
  private boolean failing;

  /** Starts watching; the first round reloads. Every 500 ms is a good pace. */
  public PolicyWatch(TenantPolicies policies, Duration every) {
    this.policies = policies;
    this.every = every;
    this.thread = Thread.ofVirtual().name("policy-watch").start(this::watch);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        round();
        Thread.sleep(every);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      // Taken before reading: a change during the reload is seen by the next round.
      List<String> now = policies.fingerprint();
      if (!now.equals(seen)) {
        policies.reload();
        policies.problems().forEach(problem -> LOG.warn("{}", problem));
        seen = now;
      }
      failing = false;
    } catch (IOException | RuntimeException failed) {
      // Said once: a folder that is away stays away for many rounds.
      if (!failing) {
        LOG.error("The tenant policies cannot be read; the former ones stay in force.", failed);
      }
      failing = true;
    }
  }
}
