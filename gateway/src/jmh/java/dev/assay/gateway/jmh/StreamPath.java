package dev.assay.gateway.jmh;

import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.sse.EventSplitter;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event of a stream passes through on its way to the client. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StreamPath {
  private static final int EVENTS = 100;
  private static final int MAX_EVENT_BYTES = 1024 * 1024;

  private final Buffer event =
      Buffer.buffer(
          "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
              + "\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},"
              + "\"finish_reason\":null}]}\n\n");
  private final Buffer half = event.getBuffer(0, event.length() / 2);
  private final Buffer otherHalf = event.getBuffer(event.length() / 2, event.length());

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public AnswerTally wholeEvents() {
    EventSplitter splitter = new EventSplitter(MAX_EVENT_BYTES);
    AnswerTally tally = AnswerTally.of(Endpoint.CHAT_COMPLETIONS, false, false);
    for (int i = 0; i < EVENTS; i++) {
      tally.events(splitter.add(event));
    }
    return tally;
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public AnswerTally splitEvents() {
    EventSplitter splitter = new EventSplitter(MAX_EVENT_BYTES);
    AnswerTally tally = AnswerTally.of(Endpoint.CHAT_COMPLETIONS, false, false);
    for (int i = 0; i < EVENTS; i++) {
      splitter.add(half);
      tally.events(splitter.add(otherHalf));
    }
    return tally;
  }
}
