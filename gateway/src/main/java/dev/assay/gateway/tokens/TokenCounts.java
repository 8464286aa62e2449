package dev.assay.gateway.tokens;

import dev.assay.policies.judge.Endpoint;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Counts on a thread of its own, which lives while there is something to count. When too much waits
 * for it, or it can't count, four bytes are taken for a token.
 */
public final class TokenCounts implements AutoCloseable {
  /** What a chat takes beside its texts (OpenAI's cookbook, "How to count tokens"). */
  private static final int PER_MESSAGE = 3;

  private static final int PER_ANSWER = 3;

  /** One of 1024 by 1024 at high detail, as OpenAI's older models count it. */
  private static final int PER_PICTURE = 765;

  private static final int MAX_WAITING = 1_000;
  private static final int BYTES_PER_TOKEN = 4;
  private static final long IDLE_SECONDS = 30;

  private final TokenCounter counter = new TokenCounter();
  private final ThreadPoolExecutor thread;

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
  public CompletionStage<Integer> ofPrompt(String model, Endpoint endpoint, byte[] body) {
    return counted(() -> prompt(model, endpoint, PromptText.of(body)), rough(body.length));
  }

  /**
   * Tokens of what a model said, about.
   *
   * @param said nobody adds to it any more
   */
  public CompletionStage<Integer> ofAnswer(String model, List<Words> said) {
    long chars = said.stream().mapToLong(Words::chars).sum();
    if (chars == 0) {
      return CompletableFuture.completedFuture(0);
    }
    return counted(
        () -> sum(said.stream().mapToLong(words -> counter.count(model, words)).sum()),
        rough(chars));
  }

  private int prompt(String model, Endpoint endpoint, PromptText text) {
    long tokens = (long) counter.count(model, text.words()) + text.numbers();
    return switch (endpoint) {
      case COMPLETIONS, EMBEDDINGS -> sum(tokens);
      case CHAT_COMPLETIONS, RESPONSES, MESSAGES, COUNT_TOKENS ->
          sum(
              tokens
                  + (long) PER_MESSAGE * text.messages()
                  + PER_ANSWER
                  + (long) PER_PICTURE * text.pictures());
    };
  }

  private CompletionStage<Integer> counted(IntSupplier count, int rough) {
    try {
      return CompletableFuture.supplyAsync(count::getAsInt, thread).exceptionally(broken -> rough);
    } catch (RejectedExecutionException tooMany) {
      return CompletableFuture.completedFuture(rough);
    }
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
