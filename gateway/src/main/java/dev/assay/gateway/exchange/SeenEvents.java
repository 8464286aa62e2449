package dev.assay.gateway.exchange;

import dev.assay.gateway.content.StreamScreen;
import dev.assay.gateway.sse.AnswerTally;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.tenant.ContentRules;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** What of a stream its client may see: its events, looked through and counted on the way. */
record SeenEvents(Optional<StreamScreen> screen, AnswerTally tally) {
  static SeenEvents of(Permitted permitted, AnswerTally tally) {
    ContentRules.Answer rules = permitted.contentRules().answer();
    return new SeenEvents(
        rules.looks() && permitted.body() instanceof ParsedBody body
            ? Optional.of(new StreamScreen(body.endpoint(), rules))
            : Optional.empty(),
        tally);
  }

  Buffer events(Buffer whole) {
    return tally.events(screen.map(it -> it.events(whole)).orElse(whole));
  }

  /** What content rules held back, as nothing follows it. */
  Buffer waiting() {
    return tally.events(screen.map(StreamScreen::end).orElseGet(Buffer::buffer));
  }

  boolean blocked() {
    return screen.filter(StreamScreen::blocked).isPresent();
  }

  List<ContentFinding> findings() {
    return screen.map(StreamScreen::findings).orElse(List.of());
  }
}
