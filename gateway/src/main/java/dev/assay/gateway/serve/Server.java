package dev.assay.gateway.serve;

import dev.assay.config.AssayConfig;
import dev.assay.config.Shutdown;
import dev.assay.gateway.control.ControlParts;
import dev.assay.gateway.control.ControlPlane;
import dev.assay.gateway.exchange.DataPlane;
import dev.assay.gateway.tail.Tail;
import dev.assay.learners.credentials.OneTimeSecret;
import dev.assay.learners.embedding.CachedEncoder;
import dev.assay.learners.embedding.MiniLmEncoder;
import dev.assay.learners.journal.Journal;
import dev.assay.policies.tenant.TenantId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: opens its parts in order, serves, and closes them in the opposite order. */
public final class Server implements AutoCloseable {
  /** Event loops: one for each processor, which it can keep busy alone. */
  public static final int LOOPS = Runtime.getRuntime().availableProcessors();

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final long ENCODER_CACHE_BYTES = 64L * 1024 * 1024;
  private static final long READY_SECONDS = 30;
  private static final long RECORD_SECONDS = 3;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final List<AutoCloseable> open;
  private final Listeners listeners;
  private final Addresses addresses;
  private final Optional<OneTimeSecret> newAdminToken;
  private final Tail tail = new Tail();
  private final ReadyChecks ready;
  private final DataPlane dataPlane;
  private final Journal journal;
  private final Shutdown shutdown;

  private Server(Vertx vertx, AssayConfig config, Clock clock, List<AutoCloseable> open) {
    this.open = open;
    this.shutdown = config.seen().shutdown();
    // First, because its rules compile in the background while the database opens.
    PolicyPart policy = opened(PolicyPart.open(config.policy()));
    policy.warnBeyond(config);
    StatePart state = opened(StatePart.open(config, clock));
    this.journal = state.journal();
    this.newAdminToken = state.admin().madeNow();
    // Loads at its first text: a release that needs it embeds its examples before it serves.
    CachedEncoder encoder = new CachedEncoder(new MiniLmEncoder(), ENCODER_CACHE_BYTES);
    AdapterPart adapters = opened(AdapterPart.open(config, state, clock));
    LearnedPart learned =
        opened(LearnedPart.open(state, policy, encoder, adapters.loader(), clock));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.ready =
        new ReadyChecks(policy.base(), policy.policies(), state.journal(), state.database(), clock);
    Watchers watch =
        new Watchers(
            new ExchangeFigures(metrics, new Labels(config.aliases().keySet())),
            tail,
            learned.guard(),
            learned.adapterNames(),
            state.database(),
            state.audit());
    // Feedback wakes learning, and learning calls through the flow that takes feedback.
    AtomicReference<Consumer<TenantId>> wake = new AtomicReference<>(tenant -> {});
    ExchangePart exchange =
        opened(
            ExchangePart.open(
                vertx,
                config,
                state,
                policy,
                learned,
                encoder,
                watch,
                metrics,
                tenant -> wake.get().accept(tenant),
                clock));
    this.dataPlane = exchange.dataPlane();
    LearningPart learning =
        opened(
            LearningPart.open(
                state, policy, learned, exchange.completions(), adapters.learners(), clock));
    wake.set(learning.schedule()::admitted);
    Metrics.bind(metrics, state, policy.decisions(), encoder);
    ControlPlane control = control(config, state, policy, learned, learning, exchange, metrics);
    awaitEngine(policy);
    learning.start();
    this.listeners = new Listeners(vertx);
    this.addresses =
        new Addresses(
            listeners.data(config.data(), config.limits(), exchange.dataPlane()),
            listeners.control(config.control(), control.router(vertx)));
    addresses.write(state.dataDir());
    Memory.told(config.limits(), Runtime.getRuntime().maxMemory()).ifPresent(LOG::warn);
    LOG.info("started: applications at {}, control at {}", addresses.data(), addresses.control());
  }

  /** Starts a gateway; what was opened is closed again if a later part can't start. */
  public static Server start(Vertx vertx, AssayConfig config) {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      return new Server(vertx, config, Clock.systemUTC(), open);
    } catch (RuntimeException cannot) {
      Closing.all(open);
      throw cannot;
    }
  }

  /** Where it listens. */
  public Addresses addresses() {
    return addresses;
  }

  /** The admin token, at the first start alone. */
  public Optional<OneTimeSecret> newAdminToken() {
    return newAdminToken;
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.add(part);
    return part;
  }

  private ControlPlane control(
      AssayConfig config,
      StatePart state,
      PolicyPart policy,
      LearnedPart learned,
      LearningPart learning,
      ExchangePart exchange,
      PrometheusMeterRegistry metrics) {
    return ControlParts.plane(
        new ControlParts(
            config,
            state.database(),
            state.audit(),
            state.admin(),
            state.people(),
            state.keys(),
            state.switches(),
            state.journal(),
            exchange.allowances(),
            policy.policies(),
            learned.releases(),
            learned.changes(),
            learned.door(),
            learning.changeFlow(),
            learning.approvals(),
            learning.schedule(),
            learning.cycles(),
            tail,
            ready,
            exchange.router()::providers,
            metrics));
  }

  /** What was cut off has an end as well, and that is about to be recorded. */
  private void awaitRecords() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECORD_SECONDS);
    while (journal.slotsTaken() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static void awaitEngine(PolicyPart policy) {
    try {
      policy.engineReady().toCompletableFuture().get(READY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failed) {
      throw new IllegalStateException("the policy engine did not start", failed);
    }
  }

  /**
   * Says that it is not ready, stops accepting once balancers had time to notice, lets what is
   * under way end, then closes everything.
   */
  @Override
  public void close() {
    ready.end();
    LOG.info(
        "stopping: not ready, {} ms for balancers, then up to {} ms for what is under way",
        shutdown.graceMillis(),
        shutdown.drainMillis());
    try {
      Thread.sleep(shutdown.graceMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    // Those who follow would be under way for ever.
    tail.close();
    long since = System.nanoTime();
    int cut = listeners.drain(shutdown.drainMillis(), dataPlane::cut);
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    awaitRecords();
    LOG.info("drained in {} ms: {} requests were cut off", tookMillis, cut);
    Closing.all(open);
  }
}
