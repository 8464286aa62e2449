package dev.assay.gateway.exchange;

import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.serving.Query;
import dev.assay.learners.serving.Selection;
import dev.assay.learners.serving.Selector;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.RequestFacts.Purpose;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds the last user message and selects by it, off the event loop, on few threads with a short
 * queue. A served request waits for it only so long and then goes on with words; a measured one
 * waits, because its selection must not depend on load.
 */
public final class QueryEmbedding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryEmbedding.class);
  private static final int QUEUE = 512;

  /** More than the encoder reads of a text; looking for words in all of it would hold up a loop. */
  private static final int MAX_CHARS = 8_192;

  private final Encoder encoder;
  private final long deadlineMillis;
  private final ThreadPoolExecutor pool;

  /**
   * Embeds with this encoder.
   *
   * @param deadlineMillis how long a served request waits
   */
  public QueryEmbedding(Encoder encoder, int threads, long deadlineMillis) {
    this.encoder = encoder;
    this.deadlineMillis = deadlineMillis;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("embedding-", 0).daemon().factory());
  }

  Future<Selection> select(ServingRelease release, Progress.Judged judged, Context loop) {
    Decision.Allowance allowance = judged.permitted().allowance();
    String all = judged.permitted().body().lastUserText();
    String text = all.length() <= MAX_CHARS ? all : all.substring(0, MAX_CHARS);
    Promise<Selection> selected = Promise.promise();
    boolean measured = judged.gathered().snapshot().read().purpose() != Purpose.SERVE;
    Runnable work =
        () -> {
          Selection selection = similar(release, text, allowance);
          loop.runOnContext(back -> selected.tryComplete(selection));
        };
    try {
      pool.execute(work);
    } catch (RejectedExecutionException busy) {
      return Future.succeededFuture(byWords(release, text, allowance));
    }
    if (!measured) {
      long timer =
          loop.owner()
              .setTimer(
                  deadlineMillis, late -> selected.tryComplete(byWords(release, text, allowance)));
      selected.future().onComplete(done -> loop.owner().cancelTimer(timer));
    }
    return selected.future();
  }

  private Selection similar(ServingRelease release, String text, Decision.Allowance allowance) {
    try {
      return Selector.select(release, new Query(text, Optional.of(encoder.embed(text))), allowance);
    } catch (RuntimeException failure) {
      LOG.warn("a query could not be embedded; its words are used instead", failure);
      return byWords(release, text, allowance);
    }
  }

  private static Selection byWords(
      ServingRelease release, String text, Decision.Allowance allowance) {
    return Selector.select(release, new Query(text, Optional.empty()), allowance);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
