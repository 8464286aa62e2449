package dev.assay.gateway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.child.AssayProcess;
import dev.assay.learners.credentials.AdminToken;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured: two tenants whose examples a person proposed and the change flow made live, one
 * with the same three for all requests, one with those most like each request; and a gateway that
 * serves them.
 *
 * @param folder holds state, policy and logs
 * @param upstream where the fixed provider listens, host and port
 */
record Ground(Path folder, String upstream) {
  static final String MODEL = "bench";
  static final int INJECTED = 3;
  private static final String PINNED = "bench_pinned";
  private static final String SIMILAR = "bench_similar";
  private static final int SIMILAR_EXAMPLES = 100;
  private static final String GOVERNED =
      "tenant IN ('bench_pinned', 'bench_similar') AND purpose = 'serve' AND outcome = 'ANSWERED'"
          + " AND (SELECT sum(json_array_length(value, '$.ids')) FROM json_each(injected)) = "
          + INJECTED;

  /** The app keys of the two tenants. */
  record Keys(String pinned, String similar) {}

  /** Advisory, because no people labelled anything here that a change could be measured on. */
  private static final String POLICY =
      """
      tenant: %s
      models: [bench]
      limits: {requests_per_minute: 1000000}
      injection: {max_items: 3, max_tokens: 1000}
      envelope:
        kinds:
          examples: {max_items: 100, max_bytes: 65536, approvals: none}
        evaluation: {gate: advisory}
        canary: {share: 0}
      """;

  /** Starts the gateway over this ground, sandbox off. */
  AssayProcess gateway(String... jvmOptions) throws IOException {
    return AssayProcess.start(
        folder.resolve("gateway.log"),
        Map.of(
            "OPENAI_API_KEY",
            "fixed-upstream",
            "OPENAI_BASE_URL",
            "http://" + upstream + "/v1",
            "ASSAY_MODELS",
            MODEL),
        List.of(jvmOptions),
        List.of(
            "serve",
            "--data-dir",
            data().toString(),
            "--policy-dir",
            folder.resolve("tenants").toString(),
            "--data-port",
            "0",
            "--control-port",
            "0"));
  }

  /** Makes tenants, people, keys and releases through a running gateway. */
  Keys lay() throws IOException {
    Path tenants = Files.createDirectories(folder.resolve("tenants"));
    Files.writeString(tenants.resolve(PINNED + ".yaml"), POLICY.formatted(PINNED));
    Files.writeString(tenants.resolve(SIMILAR + ".yaml"), POLICY.formatted(SIMILAR));
    try (AssayProcess gateway = gateway()) {
      String control = gateway.address("control");
      return new Keys(
          key(control, PINNED, examples("pinned", INJECTED)),
          key(control, SIMILAR, examples("similar", SIMILAR_EXAMPLES)));
    }
  }

  private String key(String control, String tenant, Map<String, Object> artifact)
      throws IOException {
    String person;
    try (KeepAlive admin = new KeepAlive(control, adminToken())) {
      JsonNode made =
          post(
              admin,
              "/admin/people",
              Map.of("name", tenant, "roles", List.of("owner"), "tenant", tenant));
      person = made.path("key").asText();
    }
    try (KeepAlive owner = new KeepAlive(control, person)) {
      String place = "/admin/tenants/" + tenant;
      JsonNode change = post(owner, place + "/changes", Map.of("artifact", artifact));
      if (!change.path("state").asText().equals("live")) {
        throw new IOException("the bench's examples did not become live: " + change);
      }
      return post(owner, place + "/keys", Map.of("app", "bench")).path("key").asText();
    }
  }

  /**
   * What the journal on disk has of the bench.
   *
   * @param governed answered exchanges that carried all their examples
   * @param prompts how many different last messages those had
   * @param injection how many by the way in which their examples were chosen
   */
  record Journalled(long governed, long prompts, Map<String, Long> injection) {}

  /** Reads the journal of a gateway that has ended. */
  Journalled journalled() {
    try (Database database = Database.open(data(), Migrations.FOLDERS)) {
      return database.read(handle -> {
        // A prompt's number stands in its first words, so those tell it from every other.
        Map<String, Long> injection =
            handle
                .createQuery(
                    "SELECT injection, count(*) AS of FROM exchange WHERE "
                        + GOVERNED
                        + " GROUP BY injection ORDER BY injection")
                .reduceRows(
                    new TreeMap<>(),
                    (found, row) -> {
                      found.put(
                          row.getColumn("injection", String.class),
                          row.getColumn("of", Long.class));
                      return found;
                    });
        long prompts =
            handle
                .createQuery(
                    "SELECT count(DISTINCT substr(c.query, 1, 64)) FROM exchange_content c JOIN"
                        + " exchange USING (tenant, id) WHERE "
                        + GOVERNED)
                .mapTo(Long.class)
                .one();
        return new Journalled(
            injection.values().stream().mapToLong(Long::longValue).sum(), prompts, injection);
      });
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String adminToken() throws IOException {
    return Files.readString(data().resolve(AdminToken.FILE)).strip();
  }

  private static Map<String, Object> examples(String selection, int count) {
    List<Map<String, Object>> examples = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      examples.add(
          Map.of(
              "id",
              "e" + i,
              "input",
              FixedUpstream.MARK + " " + i + ": " + Prompts.words(i),
              "output",
              "card_arrival",
              "sources",
              List.of()));
    }
    return Map.of("kind", "examples", "selection", selection, "examples", examples);
  }

  private static JsonNode post(KeepAlive client, String path, Map<String, ?> body)
      throws IOException {
    KeepAlive.Answer answer =
        client.post(path, new String(CanonicalJson.bytes(body), StandardCharsets.UTF_8));
    if (answer.status() != 200) {
      throw new IOException("POST " + path + " gave " + answer.status() + ": " + answer.body());
    }
    return CanonicalJson.MAPPER.readTree(answer.body());
  }
}
