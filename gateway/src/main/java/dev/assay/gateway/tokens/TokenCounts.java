package dev.assay.gateway.tokens;

import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Counts on a thread of its own, which lives while there is something to count. When too much waits
 * for it, of all tenants or of one, or it can't count in time, four bytes are taken for a token.
 */
public final class TokenCounts implements AutoCloseable {
  /** What a chat takes beside its texts (OpenAI's cookbook, "How to count tokens"). */
  private static final int PER_MESSAGE = 3;

  private static final int PER_ANSWER = 3;

  /** One of 1024 by 1024 at high detail, as OpenAI's older models count it. */
  private static final int PER_PICTURE = 765;

  private static final int MAX_WAITING = 1_000;

  /** So little that one tenant's texts don't make the others' wait for longer than they may. */
  private static final int MAX_WAITING_OF_TENANT = 4 * TokenCounter.MAX_COUNTED_CHARS;

  /** As what a short text counts there. */
  private static final int LEAST_WEIGHT = 256;

  /** An answer waits for its count. */
  private static final long WAIT_MILLIS = 250;

  /** The first count loads a vocabulary. */
  private static final long FIRST_WAIT_MILLIS = 5_000;

  private static final int BYTES_PER_TOKEN = 4;
  private static final long IDLE_SECONDS = 30;

  private final TokenCounter counter = new TokenCounter();
  private final ThreadPoolExecutor thread;
  private final Map<TenantId, Integer> waiting = new ConcurrentHashMap<>();
  private volatile boolean loaded;

  public TokenCounts() {
    this(MAX_WAITING);
  }

  TokenCounts(int maxWaiting) {
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxWaiting),
            Thread.ofPlatform().name("assay-tokens").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Tokens that a request's texts, tools and pictures come to, about.
   *
   * @param model the provider's name for it
   * @param body the endpoint's UTF-8 JSON, which nobody changes
   */
  public CompletionStage<Integer> ofPrompt(
      TenantId tenant, String model, Endpoint endpoint, byte[] body) {
    return counted(tenant, () -> prompt(model, endpoint, PromptText.of(body)), rough(body.length));
  }

  /**
   * Tokens of what a model said, about.
   *
   * @param said nobody adds to it any more
   */
  public CompletionStage<Integer> ofAnswer(TenantId tenant, String model, List<Words> said) {
    long chars = said.stream().mapToLong(Words::chars).sum();
    if (chars == 0) {
      return CompletableFuture.completedFuture(0);
    }
    return counted(
        tenant,
        () -> sum(said.stream().mapToLong(words -> counter.count(model, words)).sum()),
        rough(chars));
  }

  private int prompt(String model, Endpoint endpoint, PromptText text) {
    long tokens = (long) counter.count(model, text.words()) + text.numbers();
    long all =
        switch (endpoint) {
          case COMPLETIONS, EMBEDDINGS -> tokens;
          case CHAT_COMPLETIONS, RESPONSES, MESSAGES, COUNT_TOKENS ->
              tokens
                  + (long) PER_MESSAGE * text.messages()
                  + PER_ANSWER
                  + (long) PER_PICTURE * text.pictures();
        };
    // What is not read here may be read there.
    return sum(Math.max(all, Math.ceilDiv(text.chars(), TokenCounter.MAX_CHARS_PER_TOKEN)));
  }

  private CompletionStage<Integer> counted(TenantId tenant, IntSupplier count, int rough) {
    int weight =
        Math.clamp((long) rough * BYTES_PER_TOKEN, LEAST_WEIGHT, TokenCounter.MAX_COUNTED_CHARS);
    if (waiting.merge(tenant, weight, Integer::sum) > MAX_WAITING_OF_TENANT) {
      left(tenant, weight);
      return CompletableFuture.completedFuture(rough);
    }
    CompletableFuture<Integer> counted = new CompletableFuture<>();
    try {
      thread.execute(() -> {
        try {
          count(count, rough, counted);
        } finally {
          left(tenant, weight);
        }
      });
    } catch (RejectedExecutionException tooMany) {
      left(tenant, weight);
      return CompletableFuture.completedFuture(rough);
    }
    long wait = loaded ? WAIT_MILLIS : FIRST_WAIT_MILLIS;
    return counted.completeOnTimeout(rough, wait, TimeUnit.MILLISECONDS);
  }

  private void count(IntSupplier count, int rough, CompletableFuture<Integer> counted) {
    try {
      if (!counted.isDone()) {
        counted.complete(count.getAsInt());
        loaded = true;
      }
    } finally {
      // Nobody waits for what can't be counted.
      counted.complete(rough);
    }
  }

  private void left(TenantId tenant, int weight) {
    waiting.computeIfPresent(tenant, (its, all) -> all == weight ? null : all - weight);
  }

  private static int rough(long bytes) {
    return sum(Math.ceilDiv(bytes, BYTES_PER_TOKEN));
  }

  private static int sum(long tokens) {
    return (int) Math.min(Integer.MAX_VALUE, tokens);
  }

  /** What waits is still counted. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
