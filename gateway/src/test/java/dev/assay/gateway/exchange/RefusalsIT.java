package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused never reaches a provider, and the refusal says what to do. */
class RefusalsIT {
  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;
  private int before;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(
            dir, Yaml.of(dir, upstream.port(), "", "limits: {max_request_bytes: 2000000}\n"));
    gateway.tenant("acme", "small");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @BeforeEach
  void count() {
    before = upstream.asked().size();
  }

  private void nothingReachedTheProvider() {
    assertThat(upstream.asked()).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sk-assay-unknown", "sk-upstream-secret", "x"})
  void withoutAKnownKeyNothingPasses(String credential) throws Exception {
    for (String path : new String[] {"/v1/chat/completions", "/v1/feedback"}) {
      RunningGateway.Answer answer =
          RunningGateway.send("POST", gateway.data(path), credential, Answers.ask("small"));
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("invalid_api_key");
    }
    assertThat(RunningGateway.send("GET", gateway.data("/v1/models"), credential, "").status())
        .isEqualTo(401);
    nothingReachedTheProvider();
  }

  @Test
  void neitherTheAdminTokenNorAPersonCanAskAModel() throws Exception {
    for (String credential : new String[] {gateway.admin(), gateway.person("eve", "owner", "")}) {
      assertThat(
              RunningGateway.send(
                      "POST",
                      gateway.data("/v1/chat/completions"),
                      credential,
                      Answers.ask("small"))
                  .status())
          .isEqualTo(401);
    }
    nothingReachedTheProvider();
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() throws Exception {
    RunningGateway.Key lost = gateway.key("acme");
    assertThat(gateway.chat(lost, Answers.ask("small")).status()).isEqualTo(200);
    gateway.admin("DELETE", "/admin/tenants/acme/keys/" + lost.id(), "").json(200);
    assertThat(gateway.chat(lost, Answers.ask("small")).status()).isEqualTo(401);
  }

  @Test
  void anUnknownModelIs404AndNamesTheField() throws Exception {
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("huge"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("model_not_found");
    assertThat(answer.error().path("param").asText()).isEqualTo("model");
    assertThat(answer.error().path("message").asText()).contains("/v1/models");
    nothingReachedTheProvider();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":                                                        | body",
        "[]                                                                 | body",
        "{}{}                                                               | body",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}             | model",
        "{\"model\":\"small\"}                                              | messages",
        "{\"model\":\"small\",\"messages\":[]}                              | messages",
        "{\"model\":\"small\",\"messages\":[{\"content\":\"a\"}]}           | messages[0].role",
        "{\"model\":7,\"messages\":[{\"role\":\"user\"}]}                   | model",
        "{\"model\":\"small\",\"model\":\"b\",\"messages\":[{\"role\":\"user\"}]}      | body",
        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"role\":\"system\"}]}  | body",
        "{\"model\":\"small\",\"stream\":1,\"messages\":[{\"role\":\"user\"}]}         | stream",
        "{\"model\":\"small\",\"max_tokens\":-1,\"messages\":[{\"role\":\"user\"}]}     | max_tokens",
        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\"}],\"x\":{\"a\":1,\"a\":2}} | body"
      })
  void aBodyThatCantBeReadStrictlyIs400AndNamesTheField(String body, String param)
      throws Exception {
    RunningGateway.Answer answer = gateway.chat(key, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.error().path("param").asText()).isEqualTo(param);
    nothingReachedTheProvider();
  }

  @Test
  void aBodyOverTheListenersLimitIs413HoweverItComes() throws Exception {
    String large = Answers.ask("small").replace("Hi", "x".repeat(2_100_000));
    assertThat(gateway.chat(key, large).status()).isEqualTo(413);
    try (RawClient chunked =
        RawClient.send(
            gateway.data("/"),
            "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\nauthorization: Bearer "
                + key.secret()
                + "\r\ntransfer-encoding: chunked\r\n\r\n200b20\r\n"
                + "x".repeat(0x200b20)
                + "\r\n")) {
      chunked.readUntil("request_too_large");
    }
    nothingReachedTheProvider();
  }

  @Test
  void aBodyOverTheTenantsLimitIs413() throws Exception {
    String large = Answers.ask("small").replace("Hi", "x".repeat(1_100_000));
    RunningGateway.Answer answer = gateway.chat(key, large);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error().path("message").asText()).contains("limits.max_request_bytes");
    nothingReachedTheProvider();
  }

  @Test
  void aKeyOverItsRateIs429WithTheTimeToWait() throws Exception {
    gateway.tenant(
        "slow",
        text -> text.replace("requests_per_minute: 600", "requests_per_minute: 2"),
        "small");
    RunningGateway.Key slow = gateway.key("slow");
    assertThat(gateway.chat(slow, Answers.ask("small")).header("x-ratelimit-remaining-requests"))
        .isEqualTo("1");
    assertThat(gateway.chat(slow, Answers.ask("small")).status()).isEqualTo(200);
    RunningGateway.Answer answer = gateway.chat(slow, Answers.ask("small"));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("rate_limit_exceeded");
    assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 30);
    assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("2");
    assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(gateway.chat(key, Answers.ask("small")).status())
        .as("another key has its own minute")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"x-assay-tenant,globex", "x-assay-release,3", "x-assay-adapter,assay-1"})
  void aHeaderAssayDoesNotKnowIsRefusedAndAudited(String name, String value) throws Exception {
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("small"), name, value);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("header_not_allowed");
    auditedAsReachingForAnAdapter(answer);
    nothingReachedTheProvider();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora", "adapter_id", "lora_request", "extra_body", "peft-path"})
  void aFieldThatChoosesAnAdapterIsRefusedAndAudited(String field) throws Exception {
    String body = Answers.ask("small").replaceFirst("\\{", "{\"" + field + "\":{\"name\":\"x\"},");
    RunningGateway.Answer answer = gateway.chat(key, body);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("adapter_not_released");
    auditedAsReachingForAnAdapter(answer);
    nothingReachedTheProvider();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assay-0123456789abcdef0123456789abcdef",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "small:assay-0123456789abcdef0123456789abcdef"
      })
  void askingByAnAdaptersNameIsRefusedAndAudited(String model) throws Exception {
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask(model));
    assertThat(answer.status()).isEqualTo(404);
    auditedAsReachingForAnAdapter(answer);
    nothingReachedTheProvider();
  }

  private static void auditedAsReachingForAnAdapter(RunningGateway.Answer answer) throws Exception {
    String id = answer.header("x-assay-exchange-id");
    JsonNode entry =
        Eventually.gives(
            "the refusal of " + id + " is audited",
            () ->
                StreamSupport.stream(gateway.audit().spliterator(), false)
                    .filter(e -> e.path("subject").asText().equals(id))
                    .findFirst());
    assertThat(entry.path("action").asText()).isEqualTo("adapter.refused");
    assertThat(entry.path("actor").asText()).isEqualTo("key:" + key.id());
    assertThat(entry.path("tenant").asText()).isEqualTo("acme");
    assertThat(gateway.exchange(id).at("/record/outcome").asText()).isEqualTo("REFUSED");
  }

  @Test
  void theTenantIsTheKeysWhateverTheBodySays() throws Exception {
    gateway.tenant("globex", "small");
    String body =
        Answers.ask("small").replaceFirst("\\{", "{\"tenant\":\"globex\",\"user\":\"ann\",");
    RunningGateway.Answer answer = gateway.chat(key, body);
    JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("tenant").asText()).isEqualTo("acme");
    assertThat(record.path("principal").asText()).isEqualTo(key.id() + "/ann");
  }

  @Test
  void anotherTenantsExchangeIsUnknownToFeedback() throws Exception {
    gateway.tenant("other", "small");
    String mine = gateway.chat(key, Answers.ask("small")).header("x-assay-exchange-id");
    String about = "{\"exchange_id\":\"" + mine + "\",\"value\":true}";
    RunningGateway.Answer theirs = gateway.feedback(gateway.key("other"), about);
    assertThat(theirs.status()).isEqualTo(404);
    assertThat(theirs.code()).isEqualTo("not_found");
    assertThat(gateway.feedback(key, about).status()).isEqualTo(200);
  }

  @Test
  void feedbackSentTwiceUnderOneKeyIsTakenOnceAndNeverForSomethingElse() throws Exception {
    String mine = gateway.chat(key, Answers.ask("small")).header("x-assay-exchange-id");
    String about = "{\"exchange_id\":\"" + mine + "\",\"value\":true}";
    String once = gateway.feedback(key, about, "idempotency-key", "k1").text();
    assertThat(gateway.feedback(key, about, "idempotency-key", "k1").text()).isEqualTo(once);
    RunningGateway.Answer other =
        gateway.feedback(key, about.replace("true", "false"), "idempotency-key", "k1");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("idempotency_conflict");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":true}",
        "{\"exchange_id\":\"nonsense\",\"value\":true}",
        "{\"episode_id\":\"e\"}",
        "{\"episode_id\":\"e\",\"value\":\"good\"}",
        "{\"episode_id\":\"e\",\"value\":true,\"tenant\":\"globex\"}",
        "{\"episode_id\":\"e\",\"value\":true,\"value\":false}",
        "no json"
      })
  void feedbackThatIsNotFeedbackIs400(String body) throws Exception {
    RunningGateway.Answer answer = gateway.feedback(key, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.error().path("message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        "nonsense\r\n\r\n"
      })
  void requestsTwoServersCouldReadDifferentlyAreRefused(String bytes) throws Exception {
    try (RawClient client = RawClient.send(gateway.data("/"), bytes)) {
      client.readUntil(" 400 ");
    }
    nothingReachedTheProvider();
  }
}
