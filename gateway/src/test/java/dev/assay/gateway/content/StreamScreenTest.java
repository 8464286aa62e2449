package dev.assay.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.ContentRules.Act;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamScreenTest {
  private static final ContentRules.Answer REDACT = new ContentRules.Answer(Act.REDACT, Act.REDACT);
  private static final String FINISH =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

  @Test
  void wordsPassAsSoonAsTheyEndAndAFindGoesWholeFromItsDeltas() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);

    assertThat(pass(screen, Answers.delta("Write to "))).isEqualTo(Answers.delta("Write to "));
    assertThat(pass(screen, Answers.delta("ann"))).isEmpty();
    assertThat(pass(screen, ": ping\n\n")).isEqualTo(": ping\n\n");
    assertThat(pass(screen, Answers.delta("@example"))).isEmpty();
    assertThat(pass(screen, Answers.delta(".com now ")))
        .isEqualTo(Answers.delta("[redacted:email]") + Answers.delta("") + Answers.delta(" now "));
    assertThat(screen.findings())
        .containsExactly(
            new ContentFinding(
                "email", "answer.choices[0].delta.content", ContentFinding.Action.REDACTED));
  }

  @Test
  void whatWaitsPassesBeforeTheEventThatEndsIt() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);

    assertThat(pass(screen, Answers.delta("the end"))).isEmpty();
    assertThat(pass(screen, FINISH + Answers.DONE))
        .isEqualTo(Answers.delta("the end") + FINISH + Answers.DONE);
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
  void choicesDoNotMixAndDoNotWaitForEachOther() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String first = Answers.delta("ann@");
    String second = Answers.delta("bob ").replace("\"index\":0", "\"index\":1");
    String third = Answers.delta("example.com ");

    assertThat(pass(screen, first + second)).isEqualTo(second);
    assertThat(pass(screen, third))
        .isEqualTo(Answers.delta("[redacted:email]") + Answers.delta(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reasoning_content\":\"hm \"}",
        "{\"content\":\"\",\"tool_calls\":[]}",
        "{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
        "{\"Else\":\"hm \"}",
        "{\"role\":\"assistant\"}",
        "{}",
      })
  void nothingThatComesBetweenEndsAText(String delta) {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String between = "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n";

    String passed =
        pass(screen, Answers.delta("mail ann@exam"))
            + pass(screen, between)
            + pass(screen, ": ping\n\n")
            + pass(screen, "data: {\"choices\":[],\"usage\":{}}\n\n")
            + pass(screen, Answers.delta("ple.com now"))
            + pass(screen, FINISH + Answers.DONE);

    assertThat(passed)
        .contains(Answers.delta("mail [redacted:email]"), between, FINISH + Answers.DONE)
        .doesNotContain("ann@", "ple.com");
    assertThat(screen.end().length()).isZero();
  }

  @Test
  void toolsDoNotWaitForTheWordsBeforeThemAndAllComesBeforeTheFinish() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String words = Answers.delta("let me");
    String tool =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"x\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}\n\n";
    String usage = "data: {\"choices\":[],\"usage\":{\"total_tokens\":1}}\n\n";

    assertThat(pass(screen, words)).isEmpty();
    assertThat(pass(screen, tool)).isEqualTo(tool);
    assertThat(pass(screen, FINISH + usage + Answers.DONE))
        .isEqualTo(words + FINISH + usage + Answers.DONE);
  }

  @Test
  void anErrorComesBehindWhatWaits() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String error = "data: {\"error\":{\"message\":\"overloaded\"}}\n\n";

    assertThat(pass(screen, Answers.delta("the end"))).isEmpty();
    assertThat(pass(screen, error)).isEqualTo(Answers.delta("the end") + error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"error\":null,", "\"finish_reason\":\"\","})
  void whatIsNoErrorAndNoFinishEndsNothing(String field) {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String first = Answers.delta("ann@exam").replace("{\"index\"", "{" + field + "\"index\"");
    if (field.startsWith("\"error")) {
      first = Answers.delta("ann@exam").replace("{\"choices\"", "{" + field + "\"choices\"");
    }
    assertThat(pass(screen, first)).isEmpty();
    assertThat(pass(screen, Answers.delta("ple.com "))).contains("[redacted:email]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFdata: {<>}\n\n",
        "\uFEFFdata:{<>}\r\r",
        "event: x\rdata: {<>\ndata: }\n\n",
        "data: {<>\rdata: }\r\n\r\n",
        "id: 1\ndata: {<>\r\ndata\ndata:}\r\r",
      })
  void anEventMayBeWrittenInManyWays(String event) {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    String said = "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"mail ann@example.com \"}}]";
    assertThat(pass(screen, event.replace("<>", said)))
        .contains("mail [redacted:email]")
        .doesNotContain("ann@");
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
  void aTextThatNeverEndsDoesNotHoldTheEndOfTheOthersForEver() {
    StreamScreen screen = new StreamScreen(Endpoint.CHAT_COMPLETIONS, REDACT);
    pass(screen, Answers.delta("waits"));
    String other = FINISH.replace("\"index\":0", "\"index\":1");
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
