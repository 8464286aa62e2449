package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.LoggedErrors;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is slow to send, or goes, is no fault of the provider that waits for it. */
class UploadsIT {
  /** More than a breaker needs to open. */
  private static final String FORM =
      "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";

  private static final String FORM_END = "\r\n--x--\r\n";
  private static final int CLIENTS = 24;

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(
            dir,
            Yaml.of(
                dir,
                upstream.port(),
                """
                    pass_through: true
                    first_byte_timeout_millis: 1500
                    idle_timeout_millis: 1500
                    total_timeout_millis: 4000
                """,
                "limits: {client_stall_millis: 2500, max_upload_bytes: 1200}\n"));
    gateway.tenant(
        "acme", text -> text.replace("surfaces: {}", "surfaces: {files: {micro_usd: 7}}"), "small");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void bodiesThatNeverComeWholeAreToldSoAndRestNobody() throws Exception {
    List<RawClient> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        stalled.add(upload(10, "x"));
      }
      for (RawClient client : stalled) {
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 408").contains("request_timeout");
      }
    } finally {
      close(stalled);
    }
    JsonNode record = gateway.newest("acme", "FAILED");
    assertThat(record.at("/attempts/0/outcome").asText()).isEqualTo("stalled");
    assertThat(record.at("/usage/costNanoUsd").asLong(-1)).isZero();
    theProviderIsWell();
  }

  @Test
  void aBodyThatDripsForLongerThanTheProvidersTimeIsTheClientsFault() throws Exception {
    try (RawClient client = upload(1000, "x")) {
      Eventually.holds(
          "it is cut",
          () -> {
            if (!client.hasSomethingToRead()) {
              client.sendMore("x");
            }
            return client.hasSomethingToRead();
          });
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408");
    }
    theProviderIsWell();
  }

  @Test
  void bodiesThatBreakOffRestNobodyAndCostNothing() throws Exception {
    List<RawClient> gone = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      gone.add(upload(10, "x"));
    }
    Eventually.holds("they are under way", () -> gateway.slotsTaken() == CLIENTS);
    close(gone);
    Eventually.holds("they are over", () -> gateway.slotsTaken() == 0);
    JsonNode record = gateway.newest("acme", "CANCELLED");
    assertThat(record.at("/usage/costNanoUsd").asLong(-1)).isZero();
    theProviderIsWell();
  }

  @Test
  void aBodyWithoutALengthThatIsTooLargeIs413() throws Exception {
    try (RawClient client =
        RawClient.send(
            gateway.data("/"),
            head("transfer-encoding: chunked")
                + Integer.toHexString(FORM.length() + 2_000)
                + "\r\n"
                + FORM
                + "x".repeat(2_000)
                + "\r\n0\r\n\r\n")) {
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413").contains("request_too_large");
    }
    theProviderIsWell();
  }

  @Test
  void aClientThatGoesWhenItsUploadIsSentIsNothingToLog() throws Exception {
    int abandoned = upstream.abandoned();
    int asked = upstream.asked().size();
    upstream.plays((ask, line) -> line.awaitGone());
    LoggedErrors logged = LoggedErrors.watch();
    String form = FORM + "all of it" + FORM_END;
    try (RawClient client =
        RawClient.send(
            gateway.data("/"),
            head("transfer-encoding: chunked")
                + Integer.toHexString(form.length())
                + "\r\n"
                + form
                + "\r\n0\r\n\r\n")) {
      Eventually.holds("it is with the provider", () -> upstream.asked().size() > asked);
    }
    Eventually.holds("the provider is told", () -> upstream.abandoned() > abandoned);
    gateway.newest("acme", "CANCELLED");
    logged.close();
    assertThat(logged.all()).isEmpty();
  }

  @Test
  void theProvidersOwnSilenceIsItsOwn() throws Exception {
    upstream.plays((asked, line) -> line.awaitGone());
    try (RawClient client = upload(10, "0123456789")) {
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 504").contains("upstream_timeout");
    }
    JsonNode record = gateway.newest("acme", "FAILED");
    assertThat(record.at("/attempts/0/outcome").asText()).isEqualTo("timeout");
    assertThat(record.at("/usage/costNanoUsd").asLong()).as("it may have worked").isEqualTo(7_000);
  }

  private static void theProviderIsWell() throws Exception {
    JsonNode providers = gateway.admin("GET", "/admin/providers", "").json(200);
    assertThat(providers.toString()).contains("\"files\"").doesNotContain("\"open\"");
    assertThat(providers.findValuesAsText("broken")).isEmpty();
    upstream.plays((asked, line) -> line.json(200, "{\"id\":\"file-1\"}"));
    try (RawClient client = upload(3, "abc")) {
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
    }
  }

  /** A file of so many bytes, of which this part comes. */
  private static RawClient upload(int bytes, String part) throws Exception {
    int length = FORM.length() + bytes + FORM_END.length();
    return RawClient.send(
        gateway.data("/"),
        head("content-length: " + length) + FORM + part + (part.length() == bytes ? FORM_END : ""));
  }

  private static String head(String length) {
    return "POST /v1/files HTTP/1.1\r\nhost: g\r\nconnection: close\r\n"
        + "content-type: multipart/form-data; boundary=x\r\nauthorization: Bearer "
        + key.secret()
        + "\r\n"
        + length
        + "\r\n\r\n";
  }

  private static void close(List<RawClient> clients) throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
  }
}
