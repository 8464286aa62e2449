package dev.assay.gateway.serve;

import dev.assay.config.AssayConfig;
import dev.assay.config.PolicySettings;
import dev.assay.gateway.control.Unserved;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.engine.BaseRules;
import dev.assay.policies.engine.CachedEngine;
import dev.assay.policies.engine.EmbeddedEngine;
import dev.assay.policies.engine.PolicyWatch;
import dev.assay.policies.engine.ServerEngine;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.engine.TighteningEngine;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.tenant.TenantFile;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who judges, and by which files.
 *
 * @param base the shipped rules alone, without memory
 * @param decisions what the engine remembers
 * @param engineReady completes when the engine can answer
 */
record PolicyPart(
    TenantPolicies policies,
    PolicyEngine engine,
    PolicyEngine base,
    CachedEngine decisions,
    PolicyWatch watch,
    CompletionStage<Void> engineReady)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyPart.class);
  private static final int INSTANCES = 2;
  private static final int MAX_CONCURRENT = 64;
  private static final int MAX_DECISIONS = 50_000;
  private static final Duration RELOAD = Duration.ofMillis(500);

  static PolicyPart open(PolicySettings settings) {
    makeFolder(settings.folder());
    BaseRules rules = BaseRules.shipped();
    TenantPolicies policies =
        new TenantPolicies(settings.folder(), TenantFile::read, rules.digest());
    policies.reload();
    Duration deadline = Duration.ofMillis(settings.timeoutMillis());
    CompletionStage<Void> ready;
    PolicyEngine base;
    switch (settings.engine()) {
      case EMBEDDED -> {
        EmbeddedEngine embedded = new EmbeddedEngine(rules, INSTANCES, deadline);
        ready = embedded.ready();
        base = embedded;
      }
      case SERVER -> {
        base = new ServerEngine(settings.serverUrl().orElseThrow(), deadline, MAX_CONCURRENT);
        ready = CompletableFuture.completedFuture(null);
      }
      default -> throw new IllegalStateException("unknown engine " + settings.engine());
    }
    CachedEngine decisions = new CachedEngine(base, MAX_DECISIONS);
    TighteningEngine engine = new TighteningEngine(decisions, policies::byRevision, deadline);
    policies.tenants().stream()
        .flatMap(tenant -> policies.current(tenant).stream())
        .filter(active -> active.rego().isPresent())
        .forEach(engine::prepare);
    policies.onChange(changed ->
        changed.stream()
            .flatMap(tenant -> policies.current(tenant).stream())
            .filter(active -> active.rego().isPresent())
            .forEach((ActivePolicy active) -> engine.prepare(active)));
    return new PolicyPart(
        policies, engine, base, decisions, new PolicyWatch(policies, RELOAD), ready);
  }

  /** Says in the log what tenants' policies allow in vain, now and whenever one changes. */
  void warnBeyond(AssayConfig config) {
    policies.tenants().forEach(tenant -> warn(tenant, config));
    policies.onChange(changed -> changed.forEach(tenant -> warn(tenant, config)));
  }

  private void warn(TenantId tenant, AssayConfig config) {
    policies
        .current(tenant)
        .flatMap(active -> Unserved.warning(active.policy(), config))
        .ifPresent(LOG::warn);
  }

  /**
   * A fresh installation has no tenants yet; where it can't be made, the watch says what is wrong.
   */
  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException readOnly) {
      LOG.warn("the policy folder {} can't be made: {}", folder, readOnly.getMessage());
    }
  }

  @Override
  public void close() {
    watch.close();
    engine.close();
  }
}
