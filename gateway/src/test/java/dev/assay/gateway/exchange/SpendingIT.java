package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits and money through the whole gateway. */
class SpendingIT {
  /** An answer takes 7 tokens of prompt and 2 of answer: 7 * 2 + 2 * 8 microdollars. */
  private static final long AN_ANSWER_NANO_USD = 30_000;

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream().plays((asked, line) -> line.json(200, Answers.chat("Hello")));
    Path prices =
        Files.writeString(
            dir.resolve("prices.yaml"),
            """
            as_of: 2026-01-31
            currency: USD
            providers:
              up:
                real-small: {input: 2, output: 8}
                each: {per_request: 0.01}
            """);
    Files.createDirectories(dir.resolve("tenants"));
    gateway =
        RunningGateway.with(
            dir,
            Yaml.of(dir, upstream.port(), "", "prices: {file: " + prices + "}\n")
                .replace(
                    "small: [up/real-small]",
                    "small: [up/real-small]\n  odd: [up/odd]\n  each: [up/each]"));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void aBudgetRefusesWhatItDoesNotCoverAndUsageTellsWhatWasPaid() throws Exception {
    gateway.tenant("thrifty", text -> budget(text, "{usd: 0.0002, per: month}"), "small", "odd");
    RunningGateway.Key key = gateway.key("thrifty");

    RunningGateway.Answer large = gateway.chat(key, Answers.ask("small"));
    assertThat(large.status()).as("as much as the tenant may ask for").isEqualTo(429);
    assertThat(large.code()).isEqualTo("budget_spent");
    assertThat(large.error().path("message").asText())
        .contains("max_tokens", "0.0002 USD a month of the tenant", "this request may cost 0.1");
    assertThat(large.error().path("type").asText()).isEqualTo("insufficient_quota");
    RunningGateway.Answer odd = gateway.chat(key, modest("odd"));
    assertThat(odd.status()).isEqualTo(403);
    assertThat(odd.code()).isEqualTo("unpriced_model");
    assertThat(odd.error().path("message").asText()).endsWith("Without a price: up/odd.");
    int answered = 0;
    while (gateway.chat(key, modest("small")).status() == 200) {
      answered++;
    }

    assertThat(answered).as("each takes at most %d of 200,000", AN_ANSWER_NANO_USD).isBetween(1, 6);
    long cost = answered * AN_ANSWER_NANO_USD;
    int requests = answered;
    JsonNode row =
        Eventually.gives(
            "usage is summed up",
            () ->
                Optional.of(usage("thrifty", "app,model"))
                    .filter(it -> it.path("requests").asInt() == requests));
    assertThat(row.path("of").path("app").asText()).isEqualTo("web");
    assertThat(row.path("of").path("model").asText()).isEqualTo("small");
    assertThat(row.path("costNanoUsd").asLong()).isEqualTo(cost);
    assertThat(row.path("promptTokens").asInt()).isEqualTo(7 * answered);
    assertThat(row.path("estimated").asInt()).isZero();
  }

  @Test
  void whereBudgetsStandIsToldBeforeAndAfterTheyAreDrawnOn() throws Exception {
    gateway.tenant("saving", text -> budget(text, "{usd: 0.5, per: day}"), "each", "odd");
    assertThat(budgets("saving"))
        .singleElement()
        .satisfies(budget -> {
          assertThat(budget.path("of").asText()).isEqualTo("tenant");
          assertThat(budget.path("per").asText()).isEqualTo("day");
          assertThat(budget.path("usd").asText()).isEqualTo("0.500000000");
          assertThat(budget.path("usdLeft").asText()).isEqualTo("0.500000000");
        });

    gateway.chat(gateway.key("saving"), Answers.ask("each")).json(200);

    Eventually.holds(
        "what was leased for it and not used is not taken",
        () -> budgets("saving").path(0).path("usdTaken").asText().equals("0.010000000"));
    assertThat(
            gateway
                .admin("GET", "/admin/tenants", "")
                .json(200)
                .path("tenants")
                .findValuesAsText("warning"))
        .as("what no budget can cover")
        .anyMatch(it -> it.startsWith("saving has a budget") && it.contains("price up/odd in"));
  }

  @Test
  void whatIsAskedOfATenantThatIsNotThereIsNotNothing() throws Exception {
    for (String what : new String[] {"usage", "budgets", "exchanges/tail"}) {
      RunningGateway.Answer answer = gateway.admin("GET", "/admin/" + what + "?tenant=nope", "");
      assertThat(answer.status()).as(what).isEqualTo(404);
      assertThat(answer.error().path("message").asText()).contains("no tenant nope");
    }
  }

  @Test
  void tokensAndRequestsAreToldInHeaders() throws Exception {
    gateway.tenant(
        "metered",
        text -> text.replace("  # tokens_per_minute: 200000", "  tokens_per_minute: 20000"),
        "small");
    RunningGateway.Key key = gateway.key("metered");

    RunningGateway.Answer first = gateway.chat(key, Answers.ask("small"));
    assertThat(first.status()).isEqualTo(200);
    assertThat(upstream.asked().getLast().text())
        .as("no answer takes more than was set aside for it")
        .contains("\"max_tokens\":16384");
    assertThat(first.header("x-ratelimit-limit-tokens")).isEqualTo("20000");
    assertThat(Integer.parseInt(first.header("x-ratelimit-remaining-tokens"))).isLessThan(5_000);
    assertThat(first.header("x-ratelimit-reset-tokens")).matches("[0-9.]+s");
    assertThat(first.header("x-ratelimit-reset-requests")).matches("[0-9.]+m?s");
    assertThat(gateway.chat(key, Answers.ask("small")).status())
        .as("what the first did not use came back")
        .isEqualTo(200);
  }

  @Test
  void aThousandAtOnceNeverTakeMoreThanABudgetOfAHundred() throws Exception {
    gateway.tenant("crowd", text -> budget(text, "{usd: 1, per: month}"), "each");
    RunningGateway.Key one = gateway.key("crowd");
    RunningGateway.Key other = gateway.key("crowd");
    List<Future<Integer>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        RunningGateway.Key key = i % 2 == 0 ? one : other;
        asked.add(threads.submit(() -> gateway.chat(key, Answers.ask("each")).status()));
      }
    }
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (Future<Integer> each : asked) {
      statuses.merge(each.get(), 1, Integer::sum);
    }

    assertThat(statuses.get(200)).as("%s", statuses).isEqualTo(100);
    assertThat(statuses.keySet()).as("spent, or not known in time").isSubsetOf(200, 429, 503);
    JsonNode row =
        Eventually.gives(
            "usage is summed up",
            () ->
                Optional.of(usage("crowd", "app,model,day"))
                    .filter(it -> it.path("costNanoUsd").asLong() == 1_000_000_000L));
    assertThat(row.path("of").path("model").asText()).isEqualTo("each");
  }

  private static String modest(String model) {
    return Answers.ask(model).replace("\"messages\"", "\"max_tokens\":2,\"messages\"");
  }

  /** What learned text may take is as it comes: a release without any sets nothing aside for it. */
  private static String budget(String text, String budget) {
    return text.replace("budgets: []", "budgets: [" + budget + "]");
  }

  private static JsonNode budgets(String tenant) throws Exception {
    return gateway.admin("GET", "/admin/budgets?tenant=" + tenant, "").json(200).path("budgets");
  }

  private static JsonNode usage(String tenant, String by) throws Exception {
    return gateway
        .admin("GET", "/admin/usage?tenant=" + tenant + "&by=" + by, "")
        .json(200)
        .path("usage")
        .path(0);
  }
}
