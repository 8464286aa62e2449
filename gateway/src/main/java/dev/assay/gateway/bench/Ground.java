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

/**
 * What is measured: a tenant whose pinned examples a person proposed and the change flow made live,
 * and a gateway that serves it.
 *
 * @param folder holds state, policy and logs
 * @param upstream where the fixed provider listens, host and port
 */
record Ground(Path folder, String upstream) {
  static final String MODEL = "bench";
  private static final int EXAMPLES = 4;

  /** Advisory, because no people labelled anything here that a change could be measured on. */
  private static final String POLICY =
      """
      tenant: bench
      models: [bench]
      limits: {requests_per_minute: 1000000}
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

  /** Makes tenant, person, key and release through a running gateway, and gives the app key. */
  String lay() throws IOException {
    Path tenants = Files.createDirectories(folder.resolve("tenants"));
    Files.writeString(tenants.resolve("bench.yaml"), POLICY);
    try (AssayProcess gateway = gateway()) {
      String control = gateway.address("control");
      String person;
      try (KeepAlive admin = new KeepAlive(control, adminToken())) {
        JsonNode made =
            post(
                admin,
                "/admin/people",
                Map.of("name", "bench", "roles", List.of("owner"), "tenant", "bench"));
        person = made.path("key").asText();
      }
      try (KeepAlive owner = new KeepAlive(control, person)) {
        JsonNode change =
            post(owner, "/admin/tenants/bench/changes", Map.of("artifact", examples()));
        if (!change.path("state").asText().equals("live")) {
          throw new IOException("the bench's examples did not become live: " + change);
        }
        return post(owner, "/admin/tenants/bench/keys", Map.of("app", "bench"))
            .path("key")
            .asText();
      }
    }
  }

  /** Answered exchanges that carried the pinned examples, as the journal on disk has them. */
  long journalled() {
    try (Database database = Database.open(data(), Migrations.FOLDERS)) {
      return database.read(handle ->
          handle
              .createQuery(
                  "SELECT count(*) FROM exchange WHERE tenant = 'bench' AND purpose = 'serve'"
                      + " AND outcome = 'ANSWERED' AND injection = 'pinned'")
              .mapTo(Long.class)
              .one());
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String adminToken() throws IOException {
    return Files.readString(data().resolve(AdminToken.FILE)).strip();
  }

  private static Map<String, Object> examples() {
    List<Map<String, Object>> examples = new ArrayList<>();
    for (int i = 1; i <= EXAMPLES; i++) {
      examples.add(
          Map.of(
              "id",
              "e" + i,
              "input",
              FixedUpstream.MARK + " " + i + ": when does the new card come",
              "output",
              "card_arrival",
              "sources",
              List.of()));
    }
    return Map.of("kind", "examples", "selection", "pinned", "examples", examples);
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
