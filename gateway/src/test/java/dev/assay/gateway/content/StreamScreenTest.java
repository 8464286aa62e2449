package dev.assay.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.ContentRules.Act;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class StreamScreenTest {
  private static final ContentRules.Answer REDACT = new ContentRules.Answer(Act.REDACT, Act.REDACT);

  @Test
  void wordsPassAsSoonAsTheyEndAndAFindGoesWholeFromItsDeltas() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);

    assertThat(pass(screen, Answers.delta("Write to "))).isEqualTo(Answers.delta("Write to "));
    assertThat(pass(screen, Answers.delta("ann"))).isEmpty();
    assertThat(pass(screen, ": ping\n\n")).isEmpty();
    assertThat(pass(screen, Answers.delta("@example"))).isEmpty();
    assertThat(pass(screen, Answers.delta(".com now ")))
        .isEqualTo(
            Answers.delta("[redacted:email]")
                + ": ping\n\n"
                + Answers.delta("")
                + Answers.delta(" now "));
    assertThat(screen.findings())
        .containsExactly(
            new ContentFinding(
                "email", "answer.choices[0].delta.content", ContentFinding.Action.REDACTED));
  }

  @Test
  void whatWaitsPassesBeforeTheEventThatEndsIt() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String stop = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    assertThat(pass(screen, Answers.delta("the end"))).isEmpty();
    assertThat(pass(screen, stop + Answers.DONE))
        .isEqualTo(Answers.delta("the end") + stop + Answers.DONE);
  }

  @Test
  void whatBlocksLetsNothingOfItThrough() {
    StreamScreen screen =
        new StreamScreen(Endpoint.CHAT_COMPLETIONS, new ContentRules.Answer(Act.BLOCK, Act.OFF));

    assertThat(pass(screen, Answers.delta("It is "))).isNotEmpty();
    assertThat(pass(screen, Answers.delta("sk-abcdefgh"))).isEmpty();
    assertThat(pass(screen, Answers.delta("ijklmnop1234 ok") + Answers.DONE)).isEmpty();
    assertThat(screen.blocked()).isTrue();
    assertThat(screen.end().length()).isZero();
  }

  @Test
  void choicesDoNotMixAndKeepTheirOrder() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String first = Answers.delta("ann@");
    String second = Answers.delta("bob ").replace("\"index\":0", "\"index\":1");
    String third = Answers.delta("example.com ");

    assertThat(pass(screen, first + second)).isEmpty();
    assertThat(pass(screen, third))
        .isEqualTo(Answers.delta("[redacted:email]") + second + Answers.delta(" "));
  }

  @Test
  void toolsDoNotWaitForTheWordsBeforeThem() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String words = Answers.delta("let me");
    String tool =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"x\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}\n\n";

    assertThat(pass(screen, words)).isEmpty();
    assertThat(pass(screen, tool)).isEqualTo(words + tool);
  }

  @Test
  void eventsOfResponsesThatRepeatTheTextAreRedactedToo() {
    StreamScreen screen = new StreamScreen(Endpoint.RESPONSES, REDACT);
    String where = ",\"output_index\":0,\"content_index\":0,";
    String delta =
        "data: {\"type\":\"response.output_text.delta\"" + where + "\"delta\":\"%s\"}\n\n";
    String done = "data: {\"type\":\"response.output_text.done\"" + where + "\"text\":\"%s\"}\n\n";
    String completed =
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"instructions\":"
            + "\"a@b.io\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"%s\","
            + "\"logprobs\":[%s]}]}]}}\n\n";

    assertThat(pass(screen, delta.formatted("ann@exam"))).isEmpty();
    assertThat(pass(screen, delta.formatted("ple.com") + done.formatted("ann@example.com")))
        .isEqualTo(
            delta.formatted("[redacted:email]")
                + delta.formatted("")
                + done.formatted("[redacted:email]"));
    assertThat(pass(screen, completed.formatted("ann@example.com", "{\"token\":\"ann@\"}")))
        .isEqualTo(completed.formatted("[redacted:email]", ""));
  }

  @Test
  void blocksOfMessagesEndOnTheirOwn() {
    StreamScreen screen = new StreamScreen(Endpoint.MESSAGES, REDACT);
    String delta =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":%d,"
            + "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"%s\"}}\n\n";
    String stop =
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n";

    assertThat(pass(screen, delta.formatted(0, "{\\\"to\\\":\\\"ann@example"))).isEmpty();
    assertThat(pass(screen, delta.formatted(0, ".com\\\"}") + stop))
        .isEqualTo(
            delta.formatted(0, "{\\\"to\\\":\\\"[redacted:email]")
                + delta.formatted(0, "\\\"}")
                + stop);
  }

  @Test
  void whatIsNoJsonPassesUnlessItHoldsSomething() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    assertThat(pass(screen, "data: oops\n\n")).isEqualTo("data: oops\n\n");
    assertThat(pass(screen, "data: {\"ann@example.com\n\n")).isEmpty();
    assertThat(screen.blocked()).isTrue();
  }

  @Test
  void aChannelThatNeverEndsDoesNotHoldTheOthersForEver() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    pass(screen, Answers.delta("waits"));
    String other = Answers.delta("words ").replace("\"index\":0", "\"index\":1");
    int passed = 0;
    for (int i = 0; i < 1_100; i++) {
      passed += pass(screen, other).length();
    }
    assertThat(passed).isPositive();
  }

  private static String pass(StreamScreen screen, String events) {
    return screen.events(Buffer.buffer(events)).toString();
  }
}
