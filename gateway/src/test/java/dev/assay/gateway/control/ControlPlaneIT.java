package dev.assay.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what over HTTP; the route table itself says it, and every route is walked. */
class ControlPlaneIT {
  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static final Map<String, String> CREDENTIALS = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway = RunningGateway.over(dir, upstream);
    gateway.tenant("acme", "small");
    gateway.tenant("globex", "small");
    CREDENTIALS.put("nobody", "");
    CREDENTIALS.put("unknown", "sk-person-unknown");
    CREDENTIALS.put("app", gateway.key("acme").secret());
    CREDENTIALS.put("admin", gateway.admin());
    for (String role : List.of("owner", "operator", "reviewer", "auditor")) {
      CREDENTIALS.put(role, gateway.person(role, role, "acme"));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  private static final List<String> PEOPLE = List.of("owner", "operator", "reviewer", "auditor");

  private static boolean may(String who, Access access) {
    return switch (access) {
      case PUBLIC -> true;
      case ADMIN -> who.equals("admin");
      case READ -> who.equals("admin") || PEOPLE.contains(who);
      case OPERATE -> List.of("admin", "owner", "operator").contains(who);
      case VOTE -> PEOPLE.contains(who);
    };
  }

  @TestFactory
  List<DynamicTest> everyRouteLetsInWhoItsAccessNamesAndNobodyElse() {
    List<DynamicTest> cases = new ArrayList<>();
    for (Route route : RouteTable.all()) {
      for (String who : CREDENTIALS.keySet()) {
        cases.add(
            DynamicTest.dynamicTest(
                who + " " + route.method() + " " + route.path(), () -> walk(route, who)));
      }
    }
    return cases;
  }

  /** The subject never exists, so that who is let in changes nothing. */
  private static void walk(Route route, String who) throws Exception {
    String path =
        route
            .path()
            .replace(":tenant", "acme")
            .replace(":switch", "no-such-switch")
            .replace("exchanges/tail", "exchanges/tail?limit=0")
            .replace(":id", UUID.randomUUID().toString());
    String body = route.method().equals(HttpMethod.GET) ? "" : "{\"no_such_field\":1}";
    int status = gateway.as(CREDENTIALS.get(who), route.method().name(), path, body).status();
    if (may(who, route.access())) {
      assertThat(status).as("let in, and no fault of ours").isNotIn(401, 403).isLessThan(500);
    } else if (CREDENTIALS.get(who).isEmpty() || List.of("unknown", "app").contains(who)) {
      assertThat(status).isEqualTo(401);
    } else {
      assertThat(status).isEqualTo(403);
    }
  }

  @TestFactory
  List<DynamicTest> whatBelongsToAnotherTenantIsNotThere() {
    return RouteTable.all().stream()
        .filter(route -> route.path().contains(":tenant"))
        .map(route ->
            DynamicTest.dynamicTest(
                route.method() + " " + route.path(),
                () -> {
                  String path =
                      route
                          .path()
                          .replace(":tenant", "globex")
                          .replace(":switch", "freeze-learning")
                          .replace(":id", "x");
                  assertThat(
                          gateway
                              .as(
                                  CREDENTIALS.get("owner"),
                                  route.method().name(),
                                  path,
                                  route.method().equals(HttpMethod.GET) ? "" : valid(route.path()))
                              .status())
                      .isEqualTo(404);
                }))
        .toList();
  }

  private static String valid(String path) {
    return path.endsWith("keys")
        ? "{\"app\":\"web\"}"
        : path.endsWith("rollback")
            ? "{\"to\":0}"
            : path.endsWith("cycles")
                ? "{\"learner\":\"examples\"}"
                : path.contains("switches")
                    ? "{\"on\":true}"
                    : "{\"artifact\":{\"kind\":\"examples\",\"selection\":\"pinned\",\"examples\":[]}}";
  }

  @Test
  void anotherTenantsExchangesAndAuditEntriesAreNotThere() throws Exception {
    RunningGateway.Answer answer = gateway.chat(gateway.key("globex"), Answers.ask("small"));
    String id = answer.header("x-assay-exchange-id");
    gateway.exchange(id);
    assertThat(gateway.as(CREDENTIALS.get("auditor"), "GET", "/admin/exchanges/" + id, "").status())
        .isEqualTo(404);
    JsonNode seen =
        gateway
            .as(CREDENTIALS.get("auditor"), "GET", "/admin/audit?limit=1000", "")
            .json(200)
            .path("entries");
    assertThat(seen).isNotEmpty().allMatch(entry -> entry.path("tenant").asText().equals("acme"));
    JsonNode tenants =
        gateway.as(CREDENTIALS.get("auditor"), "GET", "/admin/tenants", "").json(200);
    assertThat(tenants.path("tenants")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /admin/tenants                         | {}",
        "POST | /admin/tenants                         | {\"tenant\":\"x\",\"plan\":\"gold\"}",
        "POST | /admin/tenants                         | {\"tenant\":\"../x\"}",
        "POST | /admin/tenants                         | {\"tenant\":null}",
        "POST | /admin/tenants                         | not json",
        "POST | /admin/tenants                         | {\"tenant\":\"a\",\"tenant\":\"b\"}",
        "POST | /admin/tenants/acme/keys               | {}",
        "POST | /admin/tenants/acme/keys               | {\"app\":\"\"}",
        "POST | /admin/people                          | {\"name\":\"x\"}",
        "POST | /admin/people                          | {\"name\":\"x\",\"roles\":[\"god\"]}",
        "POST | /admin/people                          | {\"roles\":[\"owner\"]}",
        "PUT  | /admin/people/nobody/roles             | {}",
        "PUT  | /admin/tenants/acme/switches/freeze-learning | {}",
        "PUT  | /admin/tenants/acme/switches/freeze-learning | {\"on\":\"yes\"}",
        "POST | /admin/tenants/acme/releases/rollback  | {}",
        "POST | /admin/tenants/acme/cycles             | {}",
        "POST | /admin/tenants/acme/changes            | {}",
        "POST | /admin/tenants/acme/changes            | {\"artifact\":{\"kind\":\"poem\"}}",
        "POST | /admin/tenants/acme/changes            | {\"artifact\":{\"kind\":\"examples\",\"selection\":\"pinned\"}}",
        "GET  | /admin/audit?after=x                   | ''",
        "GET  | /admin/exchanges/nonsense              | ''"
      })
  void aBodyThatIsNotWhatTheRouteTakesIs400(String method, String path, String body)
      throws Exception {
    RunningGateway.Answer answer = gateway.admin(method, path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.error().path("message").asText())
        .isNotBlank()
        .doesNotContainIgnoringCase("jackson", "deserializ", "java.", "creator", "dev.assay");
  }

  @Test
  void aNameThatAPersonHasIsTaken() throws Exception {
    String people = "/admin/people";
    JsonNode made =
        gateway.admin("POST", people, "{\"name\":\"Ida\",\"roles\":[\"auditor\"]}").json(200);
    RunningGateway.Answer again =
        gateway.admin("POST", people, "{\"name\":\"ida\",\"roles\":[\"owner\"]}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.error().path("message").asText()).contains("ida", "assay person revoke");
    gateway.admin("DELETE", people + "/" + made.path("id").asText(), "").json(200);
    assertThat(gateway.admin("POST", people, "{\"name\":\"ida\",\"roles\":[\"owner\"]}").status())
        .isEqualTo(200);
  }

  @Test
  void aReloadThatFindsNothingNewSaysWhatIsInForceAndSinceWhen() throws Exception {
    JsonNode first = gateway.admin("POST", "/admin/policy/reload", "{}").json(200);
    JsonNode second = gateway.admin("POST", "/admin/policy/reload", "{}").json(200);
    assertThat(second.path("changed")).isEmpty();
    JsonNode acme = inForce(second, "acme");
    assertThat(acme.path("revision").asText()).startsWith("sha256:");
    assertThat(java.time.Instant.parse(acme.path("since").asText()))
        .isBeforeOrEqualTo(java.time.Instant.now());
    assertThat(acme).as("nothing was loaded anew").isEqualTo(inForce(first, "acme"));
  }

  private static JsonNode inForce(JsonNode reloaded, String tenant) {
    for (JsonNode row : reloaded.path("inForce")) {
      if (row.path("tenant").asText().equals(tenant)) {
        return row;
      }
    }
    throw new AssertionError("no " + tenant + " in " + reloaded);
  }

  @Test
  void anExchangeIsShownAsStructuresNotAsTextsOfJson() throws Exception {
    RunningGateway.Answer answer = gateway.chat(gateway.key("acme"), Answers.ask("small"));
    JsonNode shown = gateway.exchange(answer.header("x-assay-exchange-id"));
    assertThat(shown.at("/record/facts/request/model").asText()).isEqualTo("small");
    assertThat(shown.at("/record/decision/allow").asBoolean()).isTrue();
    assertThat(shown.at("/content/messages").isArray()).isTrue();
    JsonNode listed =
        gateway
            .admin("GET", "/admin/tenants/acme/exchanges", "")
            .json(200)
            .at("/exchanges/0/decision/allow");
    assertThat(listed.asBoolean()).isTrue();
  }

  @Test
  void aSecretIsShownOnceAndNeverListed() throws Exception {
    RunningGateway.Key key = gateway.key("acme");
    String listed = gateway.admin("GET", "/admin/tenants/acme/keys", "").text();
    assertThat(listed).contains(key.id()).doesNotContain(key.secret());
    assertThat(gateway.admin("GET", "/admin/people", "").text())
        .doesNotContain(CREDENTIALS.get("owner"));
    assertThat(gateway.audit().toString()).doesNotContain(key.secret());
  }

  @Test
  void aRevokedPersonAndAChangedRoleCountAtOnce() throws Exception {
    JsonNode made =
        gateway
            .admin("POST", "/admin/people", "{\"name\":\"tmp\",\"roles\":[\"operator\"]}")
            .json(200);
    String credential = made.path("key").asText();
    String id = made.path("id").asText();
    String keys = "/admin/tenants/acme/keys";
    assertThat(gateway.as(credential, "POST", keys, "{\"app\":\"a\"}").status()).isEqualTo(200);
    gateway.admin("PUT", "/admin/people/" + id + "/roles", "{\"roles\":[\"auditor\"]}").json(200);
    assertThat(gateway.as(credential, "POST", keys, "{\"app\":\"a\"}").status()).isEqualTo(403);
    gateway.admin("DELETE", "/admin/people/" + id, "").json(200);
    assertThat(gateway.as(credential, "GET", keys, "").status()).isEqualTo(401);
  }

  @Test
  void aTenantIsMadeOnceAndServesAtOnce() throws Exception {
    JsonNode made = gateway.admin("POST", "/admin/tenants", "{\"tenant\":\"fresh\"}").json(200);
    assertThat(made.path("written").asBoolean()).isTrue();
    assertThat(gateway.admin("POST", "/admin/tenants", "{\"tenant\":\"fresh\"}").status())
        .isEqualTo(409);
    assertThat(gateway.chat(gateway.key("fresh"), Answers.ask("small")).status()).isEqualTo(200);
    assertThat(gateway.admin("POST", "/admin/tenants/none/keys", "{\"app\":\"a\"}").status())
        .isEqualTo(404);
  }

  @Test
  void healthAndFiguresAreThereForEverybody() throws Exception {
    for (String path : List.of("/health/live", "/health/ready")) {
      assertThat(RunningGateway.send("GET", gateway.control(path), "", "").status()).isEqualTo(200);
    }
    gateway.chat(gateway.key("acme"), Answers.ask("small"));
    assertThat(RunningGateway.send("GET", gateway.control("/metrics"), "", "").text())
        .contains("assay_exchanges_total", "assay_exchange_overhead_seconds", "assay_store_lag");
    assertThat(RunningGateway.send("GET", gateway.data("/metrics"), "", "").status())
        .as("not where applications connect")
        .isEqualTo(404);
  }
}
