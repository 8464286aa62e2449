package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.LoggedErrors;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant's content rules say happens to what passes, and to nobody else's. */
class ContentRulesIT {
  private static final String SECRET = "sk-abcdefghijklmnop1234";
  private static final String MAIL = "ann@example.com";

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key strict;
  private static RunningGateway.Key open;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway = RunningGateway.over(dir, upstream);
    gateway.tenant("open", "small");
    gateway.tenant(
        "strict",
        text ->
            text.replace("    secrets: off  ", "    secrets: block")
                .replace("    pii: off     ", "    pii: redact  ")
                .replace(
                    "    secrets: off\n    pii: off\n", "    secrets: block\n    pii: redact\n"),
        "small");
    strict = gateway.key("strict");
    open = gateway.key("open");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void aTenantWithoutRulesIsServedAsBefore() throws Exception {
    upstream.plays((asked, line) -> line.json(200, Answers.chat(MAIL)));
    RunningGateway.Answer answer = gateway.chat(open, asking(SECRET));
    assertThat(answer.text()).isEqualTo(Answers.chat(MAIL));
    assertThat(upstream.lastAsked().text()).contains(SECRET);
    assertThat(answer.header("x-assay-content")).isEmpty();
  }

  @Test
  void aBlockedRequestSaysWhatAndWhereAndReachesNoProvider() throws Exception {
    int before = upstream.asked().size();
    RunningGateway.Answer answer = gateway.chat(strict, asking("it is " + SECRET));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("content_blocked");
    assertThat(answer.error().path("param").asText()).isEqualTo("messages[0].content");
    assertThat(answer.error().path("message").asText())
        .contains("secret in messages[0].content")
        .doesNotContain(SECRET);
    assertThat(upstream.asked()).hasSize(before);
    JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("outcome").asText()).isEqualTo("REFUSED");
    assertThat(record.at("/findings/0/action").asText()).isEqualTo("blocked");
    assertThat(record.toString()).doesNotContain(SECRET);
  }

  @Test
  void theProviderAndTheJournalSeeARedactedRequestAndTheClientARedactedAnswer() throws Exception {
    upstream.plays((asked, line) -> line.json(200, Answers.chat("Hello " + MAIL)));
    RunningGateway.Answer answer = gateway.chat(strict, asking("I am " + MAIL));
    assertThat(answer.text()).isEqualTo(Answers.chat("Hello [redacted:email]"));
    assertThat(answer.header("x-assay-content")).isEqualTo("redacted");
    assertThat(upstream.lastAsked().text()).contains("I am [redacted:email]").doesNotContain(MAIL);
    JsonNode exchange = gateway.exchange(answer.header("x-assay-exchange-id"));
    assertThat(exchange.at("/record/findings"))
        .extracting(it -> it.path("rule").asText() + " in " + it.path("place").asText())
        .containsExactly(
            "email in messages[0].content", "email in answer.choices[0].message.content");
    assertThat(exchange.toString()).doesNotContain(MAIL);
  }

  @Test
  void aBlockedAnswerIsWithheld() throws Exception {
    upstream.plays((asked, line) -> line.json(200, Answers.chat(SECRET)));
    RunningGateway.Answer answer = gateway.chat(strict, Answers.ask("small"));
    assertThat(answer.code()).isEqualTo("content_blocked");
    JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.at("/usage/promptTokens").asInt()).isEqualTo(7);
  }

  @Test
  void aStreamIsRedactedAcrossItsDeltas() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("Hello ann@exa"));
      line.chunk(Answers.delta("mple.com, you"));
      line.chunk(Answers.DONE);
      line.end();
    });
    RunningGateway.Answer answer = gateway.chat(strict, Answers.askStreamWithUsage("small"));
    assertThat(answer.text())
        .isEqualTo(Answers.delta("Hello [redacted:email]") + Answers.delta(", you") + Answers.DONE);
    JsonNode exchange = gateway.exchange(answer.header("x-assay-exchange-id"));
    assertThat(exchange.at("/record/outcome").asText()).isEqualTo("ANSWERED");
    assertThat(exchange.at("/record/findings/0/rule").asText()).isEqualTo("email");
  }

  @Test
  void aStreamIsBrokenOffBeforeWhatItBlocksAndTheProviderIsTold() throws Exception {
    int abandoned = upstream.abandoned();
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("The key is "));
      line.chunk(Answers.delta("sk-abcdefgh"));
      line.chunk(Answers.delta("ijklmnop1234 "));
      line.awaitGone();
    });
    LoggedErrors logged = LoggedErrors.watch();
    RunningGateway.Answer answer = gateway.chat(strict, Answers.askStreamWithUsage("small"));
    assertThat(answer.text())
        .startsWith(Answers.delta("The key is "))
        .contains("content_blocked")
        .doesNotContain("sk-abc", "[DONE]");
    JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("outcome").asText()).isEqualTo("FAILED");
    assertThat(record.at("/findings/0/action").asText()).isEqualTo("blocked");
    assertThat(upstream.abandoned()).isGreaterThanOrEqualTo(abandoned);
    logged.close();
    assertThat(logged.all()).isEmpty();
  }

  private static String asking(String text) {
    return Answers.ask("small").replace("Hi", text);
  }
}
