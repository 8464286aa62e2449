package dev.assay.gateway.serve;

import dev.assay.config.AssayConfig;
import dev.assay.config.Provider;
import dev.assay.learners.adapter.AdapterLearner;
import dev.assay.learners.adapter.AdapterRuntimes;
import dev.assay.learners.adapter.ProviderEndpoint;
import dev.assay.learners.adapter.TrainerClient;
import dev.assay.learners.adapter.TrainingRuns;
import dev.assay.learners.adapter.VllmRuntime;
import dev.assay.learners.learning.Learner;
import dev.assay.learners.scan.Scans;
import dev.assay.learners.serving.AdapterLoader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The providers that train and load adapters.
 *
 * @param learners the adapter learner, where a provider trains
 */
record AdapterPart(AdapterLoader loader, List<Learner> learners, List<AutoCloseable> closing)
    implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TRAINING = Duration.ofHours(2);
  private static final int MIN_ROWS = 200;
  private static final double GROWTH = 0.5;

  static AdapterPart open(AssayConfig config, StatePart state, Clock clock) {
    List<AutoCloseable> closing = new ArrayList<>();
    Map<String, AdapterLoader> runtimes = new LinkedHashMap<>();
    List<Learner> learners = new ArrayList<>();
    for (Provider provider : config.providers().values()) {
      provider
          .adapters()
          .ifPresent(adapters -> {
            ProviderEndpoint endpoint = endpoint(provider);
            VllmRuntime runtime = new VllmRuntime(endpoint, state.weights());
            closing.add(runtime);
            runtimes.put(provider.name(), runtime);
            // One trainer: a learner's name says what it learns, not where.
            if (adapters.trainer() && learners.isEmpty()) {
              TrainerClient trainer = new TrainerClient(endpoint);
              closing.add(trainer);
              learners.add(learner(provider, adapters, trainer, state, clock));
            }
          });
    }
    return new AdapterPart(
        new AdapterRuntimes(runtimes), List.copyOf(learners), List.copyOf(closing));
  }

  private static Learner learner(
      Provider provider,
      Provider.Adapters adapters,
      TrainerClient trainer,
      StatePart state,
      Clock clock) {
    return new AdapterLearner(
        new AdapterLearner.Settings(
            provider.name(), adapters.baseModel(), MIN_ROWS, GROWTH, POLL, TRAINING),
        new TrainingRuns(state.database(), clock),
        trainer,
        state.weights(),
        Scans::clean,
        clock);
  }

  private static ProviderEndpoint endpoint(Provider provider) {
    return new ProviderEndpoint(
        provider.name(), provider.baseUrl(), provider.apiKey(), provider.region(), CALL);
  }

  @Override
  public void close() {
    Closing.all(closing);
  }
}
