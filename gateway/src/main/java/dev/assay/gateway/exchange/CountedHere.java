package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.upstream.Attempt;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Permitted;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/**
 * Answers {@code /v1/messages/count_tokens} for models whose provider has no such endpoint, and
 * says that the count is an estimate.
 */
public final class CountedHere {
  private final Counting counting;
  private final Recording recording;

  public CountedHere(Counting counting, Recording recording) {
    this.counting = counting;
    this.recording = recording;
  }

  /** Whether it is a count that was asked for. */
  static boolean asked(Permitted permitted) {
    return permitted.body() instanceof ParsedBody call && call.endpoint() == Endpoint.COUNT_TOKENS;
  }

  Future<Void> answer(Progress.Injected injected, List<Attempt> attempts, Reply reply) {
    Permitted permitted = injected.judged().permitted();
    boolean[] gone = new boolean[1];
    reply.onGone(() -> gone[0] = !reply.cutShort());
    return counting
        .prompt(permitted, injected.selection().injection(), permitted.targets().getFirst())
        .compose(tokens -> {
          if (gone[0]) {
            // No provider has read it.
            return Future.failedFuture(Stopped.cancelled(injected, List.of()));
          }
          Buffer body = Buffer.buffer("{\"input_tokens\":" + tokens + "}");
          MultiMap headers = Heads.ofCount(injected);
          headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
          injected.judged().gathered().trace().firstByte();
          recording.countedHere(injected, attempts);
          reply.head(200, headers);
          return Answers.write(body, 0, reply).otherwiseEmpty();
        });
  }
}
