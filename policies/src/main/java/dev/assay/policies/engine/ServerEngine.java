package dev.assay.policies.engine;

import com.bisnode.opa.client.OpaClient;
import com.bisnode.opa.client.query.QueryForDocumentRequest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The base rules as a running OPA server holds them. The client blocks and knows no deadline, so
 * each question has a virtual thread that is interrupted when the deadline passes, and only so many
 * may be open at once.
 */
public final class ServerEngine implements PolicyEngine {
  private static final int MAX_ANSWER_BYTES = 1024 * 1024;

  private final OpaClient client;
  private final Duration deadline;
  private final Semaphore bulkhead;
  private volatile boolean closed;

  /**
   * @param server such as {@code http://127.0.0.1:8181}
   * @param deadline how long a judgement may take, from asking to answer
   * @param maxConcurrent how many judgements may be open at once; more are refused
   */
  public ServerEngine(URI server, Duration deadline, int maxConcurrent) {
    this.client =
        OpaClient.builder().opaConfiguration(server.toString()).objectMapper(mapper()).build();
    this.deadline = deadline;
    this.bulkhead = new Semaphore(maxConcurrent);
  }

  @Override
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    if (closed) {
      return CompletableFuture.failedStage(new PolicyUnavailable("The policy engine is closed."));
    }
    if (!bulkhead.tryAcquire()) {
      return CompletableFuture.failedStage(
          new PolicyUnavailable("Too many judgements are open at the policy server; retry."));
    }
    CompletableFuture<D> judged = new CompletableFuture<>();
    // A thread, not a task: cancelled before it began, a task would never leave the bulkhead.
    Thread asking =
        Thread.ofVirtual().name("policy-server").start(() -> askAndLeave(facts, judged));
    return judged
        .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((decision, failure) -> {
          if (failure != null) {
            asking.interrupt();
          }
        })
        .exceptionallyCompose(Late::stage);
  }

  /** New judgements are refused; those that are open end by their deadline. */
  @Override
  public void close() {
    closed = true;
  }

  private <D extends Decision> void askAndLeave(Facts<D> facts, CompletableFuture<D> judged) {
    D decision;
    try {
      decision = ask(facts);
    } catch (PolicyUnavailable unavailable) {
      bulkhead.release();
      judged.completeExceptionally(unavailable);
      return;
    }
    // Left before the answer is told, so that whoever hears it may ask again at once.
    bulkhead.release();
    judged.complete(decision);
  }

  private <D extends Decision> D ask(Facts<D> facts) {
    JsonNode result;
    try {
      result =
          client.queryForDocument(
              new QueryForDocumentRequest(
                  DecisionJson.inputTree(facts), EntryPoint.of(facts).path()),
              JsonNode.class);
    } catch (PolicyUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException | Error failed) {
      throw new PolicyUnavailable("The policy server gave no answer; see that it runs.", failed);
    }
    return DecisionJson.decision(facts, result);
  }

  /** Accepts what else a server adds to its answer, but no endless answer. */
  private static ObjectMapper mapper() {
    return new ObjectMapper(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder().maxDocumentLength(MAX_ANSWER_BYTES).build())
                .build())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
