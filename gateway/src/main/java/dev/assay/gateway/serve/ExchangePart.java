package dev.assay.gateway.serve;

import dev.assay.config.AssayConfig;
import dev.assay.config.Provider;
import dev.assay.gateway.cache.AnswerCache;
import dev.assay.gateway.exchange.Answers;
import dev.assay.gateway.exchange.Caching;
import dev.assay.gateway.exchange.Candidates;
import dev.assay.gateway.exchange.CountedHere;
import dev.assay.gateway.exchange.Counting;
import dev.assay.gateway.exchange.DataPlane;
import dev.assay.gateway.exchange.ExchangeFlow;
import dev.assay.gateway.exchange.ExchangeWatch;
import dev.assay.gateway.exchange.FeedbackEndpoint;
import dev.assay.gateway.exchange.Forms;
import dev.assay.gateway.exchange.Gathering;
import dev.assay.gateway.exchange.Injecting;
import dev.assay.gateway.exchange.InternalCalls;
import dev.assay.gateway.exchange.ModelsEndpoint;
import dev.assay.gateway.exchange.ModelsWithin;
import dev.assay.gateway.exchange.QueryEmbedding;
import dev.assay.gateway.exchange.Reading;
import dev.assay.gateway.exchange.Recording;
import dev.assay.gateway.exchange.RequestRates;
import dev.assay.gateway.objects.Accounts;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.provider.DialectInterpreter;
import dev.assay.gateway.tokens.TokenCounts;
import dev.assay.gateway.tracing.Tracing;
import dev.assay.gateway.upstream.Router;
import dev.assay.gateway.upstream.Upstream;
import dev.assay.learners.asking.Asking;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.evaluation.HoldoutKey;
import dev.assay.learners.evaluation.HoldoutSide;
import dev.assay.learners.feedback.FeedbackBook;
import dev.assay.learners.feedback.FeedbackFlow;
import dev.assay.learners.learning.LearningBudget;
import dev.assay.learners.objects.ProviderObjects;
import dev.assay.learners.spending.Allowances;
import dev.assay.policies.judge.Judge;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The data plane: the request flow and the endpoints beside it. */
record ExchangePart(
    ExchangeFlow flow,
    DataPlane dataPlane,
    Router router,
    Allowances allowances,
    InternalCalls completions,
    List<AutoCloseable> closing)
    implements AutoCloseable {
  private static final int EMBEDDING_THREADS = 2;
  private static final long CACHE_BYTES = 64L * 1024 * 1024;
  private static final long EMBEDDING_DEADLINE_MILLIS = 20;

  static ExchangePart open(
      Vertx vertx,
      AssayConfig config,
      StatePart state,
      PolicyPart policy,
      LearnedPart learned,
      Encoder encoder,
      ExchangeWatch watch,
      MeterRegistry metrics,
      Consumer<TenantId> onAdmitted,
      Clock clock) {
    List<AutoCloseable> closing = new ArrayList<>();
    Map<String, Upstream> upstreams = upstreams(vertx, config, clock);
    closing.addAll(upstreams.values());
    QueryEmbedding embedding = closed(closing, embedding(encoder));
    Accounts accounts = new Accounts(config.providers().values());
    Ownership ownership =
        new Ownership(closed(closing, new ProviderObjects(state.database(), clock)), accounts);
    Reading reading =
        new Reading(state.keys(), accounts, ownership, tenant -> unnamed(policy, tenant));
    Tracing tracing = closed(closing, Tracing.of(config));
    RequestRates rates = new RequestRates();
    Counting counting = new Counting(closed(closing, new TokenCounts()));
    Recording recording = new Recording(watch, counting);
    Router router = new Router(vertx, upstreams, config.aliases(), metrics, clock);
    Allowances allowances =
        closed(closing, Allowances.open(state.database(), config.prices(), clock));
    Candidates candidates = new Candidates(config, accounts);
    Judge judge = new Judge(policy.engine());
    Gathering gathering =
        gathering(candidates, state, policy, learned, rates, allowances, ownership, clock);
    ExchangeFlow flow =
        new ExchangeFlow(
            reading,
            gathering,
            judge,
            new ModelsWithin(judge, candidates),
            new Injecting(embedding, state.switches()),
            new Caching(new AnswerCache(CACHE_BYTES), recording),
            new Forms(judge, ownership, candidates, allowances),
            router,
            answers(recording, ownership, config),
            new CountedHere(counting, recording),
            recording);
    DataPlane dataPlane =
        dataPlane(
            vertx,
            config,
            policy,
            reading,
            rates,
            flow,
            feedback(state, policy, clock),
            onAdmitted,
            tracing,
            clock);
    InternalCalls calls = new InternalCalls(vertx, flow, budget(state, policy, clock), clock);
    return new ExchangePart(flow, dataPlane, router, allowances, calls, List.copyOf(closing));
  }

  private static <T extends AutoCloseable> T closed(List<AutoCloseable> closing, T part) {
    closing.add(part);
    return part;
  }

  private static QueryEmbedding embedding(Encoder encoder) {
    return new QueryEmbedding(encoder, EMBEDDING_THREADS, EMBEDDING_DEADLINE_MILLIS);
  }

  private static Gathering gathering(
      Candidates candidates,
      StatePart state,
      PolicyPart policy,
      LearnedPart learned,
      RequestRates rates,
      Allowances allowances,
      Ownership ownership,
      Clock clock) {
    return new Gathering(
        candidates,
        policy.policies(),
        learned.releases(),
        holdoutSide(state),
        rates,
        allowances,
        state.journal(),
        ownership,
        clock);
  }

  private static Optional<String> unnamed(PolicyPart policy, TenantId tenant) {
    return policy
        .policies()
        .current(tenant)
        .map(active -> active.policy().defaultModel())
        .filter(alias -> !alias.equals(TenantPolicy.NO_MODEL));
  }

  private static HoldoutSide holdoutSide(StatePart state) {
    return new HoldoutSide(HoldoutKey.load(state.dataDir().resolve("holdout-key")));
  }

  private static DataPlane dataPlane(
      Vertx vertx,
      AssayConfig config,
      PolicyPart policy,
      Reading reading,
      RequestRates rates,
      ExchangeFlow flow,
      FeedbackFlow feedback,
      Consumer<TenantId> onAdmitted,
      Tracing tracing,
      Clock clock) {
    return new DataPlane(
        vertx,
        reading,
        flow,
        new ModelsEndpoint(reading, policy.policies(), rates, config),
        new FeedbackEndpoint(
            reading, policy.policies(), rates, feedback, config.seen().metrics(), onAdmitted),
        tracing,
        config.limits(),
        clock);
  }

  private static Answers answers(Recording recording, Ownership ownership, AssayConfig config) {
    Asking asking = new Asking(() -> ThreadLocalRandom.current().nextLong());
    return new Answers(recording, asking, ownership, config.limits());
  }

  private static FeedbackFlow feedback(StatePart state, PolicyPart policy, Clock clock) {
    return new FeedbackFlow(
        state.database(),
        new FeedbackBook(state.database(), state.journal()),
        policy.engine(),
        clock);
  }

  private static Map<String, Upstream> upstreams(Vertx vertx, AssayConfig config, Clock clock) {
    Map<String, Upstream> upstreams = new LinkedHashMap<>();
    for (Provider provider : config.providers().values()) {
      upstreams.put(
          provider.name(),
          new Upstream(
              vertx,
              provider,
              new DialectInterpreter(),
              clock,
              Server.LOOPS,
              config.limits().pingMillis()));
    }
    return upstreams;
  }

  private static LearningBudget budget(StatePart state, PolicyPart policy, Clock clock) {
    return new LearningBudget(
        state.database(),
        clock,
        tenant ->
            policy
                .policies()
                .current(tenant)
                .map(active -> active.policy().learning().modelCallsPerDay())
                .orElse(0));
  }

  @Override
  public void close() {
    Closing.all(closing);
  }
}
