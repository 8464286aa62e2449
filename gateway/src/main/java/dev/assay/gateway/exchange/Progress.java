package dev.assay.gateway.exchange;

import dev.assay.gateway.cache.Turn;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.tracing.ExchangeTrace;
import dev.assay.gateway.upstream.Routed;
import dev.assay.gateway.upstream.TimeLimit;
import dev.assay.learners.credentials.AppKey;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.Slot;
import dev.assay.learners.serving.Selection;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.spending.Reservation;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.judge.Order;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far an exchange has come. Each step holds the one before it; none is ever changed. */
sealed interface Progress {
  /** The step before this one; none before the first. */
  Optional<Progress> before();

  /** The latest step of this kind that the exchange has come to. */
  static <P extends Progress> Optional<P> latest(Progress from, Class<P> kind) {
    Optional<Progress> step = Optional.of(from);
    while (step.isPresent() && !kind.isInstance(step.get())) {
      step = step.get().before();
    }
    return step.map(kind::cast);
  }

  /**
   * The request is here, whole and size-bounded.
   *
   * @param id the exchange's id
   * @param line what its first line asks for
   * @param nanos {@link System#nanoTime()} at arrival, for durations
   * @param key whose request it is; none where learning itself calls
   * @param episode {@code x-assay-episode-id}
   * @param user {@code x-assay-user}
   * @param assayHeaders names of all {@code x-assay-} headers, sorted
   * @param fresh {@code x-assay-cache: bypass}: no answer to another request will do
   * @param limit how long the client waits; empty when it said so in a way that can't be read
   * @param headers what a provider may hear of the client
   * @param body UTF-8 JSON, not yet looked at
   * @param trace told of each step
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
  record Arrived(
      UUID id,
      RequestLine line,
      Instant at,
      long nanos,
      Optional<AppKey> key,
      Optional<String> episode,
      Optional<String> user,
      List<String> assayHeaders,
      boolean fresh,
      Optional<TimeLimit> limit,
      ClientHeaders headers,
      byte[] body,
      ExchangeTrace trace)
      implements Progress {
    @Override
    public Optional<Progress> before() {
      return Optional.empty();
    }
  }

  /**
   * Who asks is known, and what the body says.
   *
   * @param episode the client's, else the exchange's own id
   * @param principal app key and asserted user
   * @param withinLearningBudget whether learning may still call; true for what is served
   * @param order what it asks for by the piece
   */
  record Read(
      Arrived arrived,
      RequestFacts.Caller caller,
      RequestFacts.Purpose purpose,
      RequestBody body,
      String episode,
      String principal,
      boolean withinLearningBudget,
      Order order)
      implements Progress {
    @Override
    public Optional<Progress> before() {
      return Optional.of(arrived);
    }
  }

  /** One policy revision and one release, for all of the exchange. */
  record Snapshot(Read read, ActivePolicy policy, ServingRelease release, ExchangeRecord.Lane lane)
      implements Progress {
    @Override
    public Optional<Progress> before() {
      return Optional.of(read);
    }
  }

  /**
   * All facts are gathered.
   *
   * @param allowance what was set aside of limits and money, or which of them does not hold
   * @param slot room in the journal; absent when none was free in time, which refuses
   * @param standing whose the kept things are that it names
   * @param holdout whether the episode was drawn for evaluation
   */
  record Gathered(
      Snapshot snapshot,
      RequestFacts facts,
      Reservation allowance,
      Optional<Slot> slot,
      Ownership.Standing standing,
      boolean holdout)
      implements Progress {
    ExchangeTrace trace() {
      return snapshot.read().arrived().trace();
    }

    @Override
    public Optional<Progress> before() {
      return Optional.of(snapshot);
    }
  }

  /**
   * Policy permitted it.
   *
   * @param findings what content rules found in it
   */
  record Judged(Gathered gathered, Permitted permitted, List<ContentFinding> findings)
      implements Progress {
    public Judged {
      findings = List.copyOf(findings);
    }

    @Override
    public Optional<Progress> before() {
      return Optional.of(gathered);
    }
  }

  /** What it carries was chosen. */
  record Injected(Judged judged, Selection selection) implements Progress {
    @Override
    public Optional<Progress> before() {
      return Optional.of(judged);
    }
  }

  /**
   * A target answered.
   *
   * @param sentNanos {@link System#nanoTime()} when it was handed to the first target
   * @param turn what the cache does with the answer
   */
  record Answering(Injected injected, Routed routed, long sentNanos, Turn turn)
      implements Progress {
    @Override
    public Optional<Progress> before() {
      return Optional.of(injected);
    }
  }
}
