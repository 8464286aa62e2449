package dev.assay.gateway.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.config.AssayConfig;
import dev.assay.config.yaml.Checked;
import dev.assay.gateway.serve.Server;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantTemplate;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The real server on free ports over real files, and the calls tests make of it. */
public final class RunningGateway implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String UPSTREAM_KEY = "UPSTREAM_KEY";

  private final Path dir;
  private final Vertx vertx;
  private final Server server;
  private final BlockedLoops blocked;
  private final Mistakes mistakes;
  private final String admin;

  private RunningGateway(Path dir, String yaml) {
    this.dir = dir;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setBlockedThreadCheckInterval(100)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(2_000));
    this.blocked = BlockedLoops.watch(vertx);
    this.mistakes = Mistakes.watch(vertx);
    this.server = Server.start(vertx, config(yaml));
    this.admin =
        server.newAdminToken().map(token -> token.reveal()).orElseGet(() -> storedToken(dir));
  }

  /** One alias, {@code small}, at one provider, {@code up}. */
  public static RunningGateway over(Path dir, RawUpstream upstream) {
    return with(dir, Yaml.of(dir, upstream.port()));
  }

  /** By a configuration as operators write it. */
  public static RunningGateway with(Path dir, String yaml) {
    return new RunningGateway(dir, yaml);
  }

  /** Reads a configuration as {@code assay serve} does. */
  public static AssayConfig config(String yaml) {
    return switch (AssayConfig.read(
        "assay.yaml", yaml.getBytes(StandardCharsets.UTF_8), environment(yaml))) {
      case Checked.Valid<AssayConfig>(AssayConfig config) -> config;
      case Checked.Invalid<AssayConfig>(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  /** Every variable of a provider's key that the configuration names. */
  private static Map<String, String> environment(String yaml) {
    return Pattern.compile("\\$\\{env:(" + UPSTREAM_KEY + "\\w*)}")
        .matcher(yaml)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .collect(Collectors.toMap(name -> name, RunningGateway::upstreamKey));
  }

  static String keyVariable(String tenant) {
    return UPSTREAM_KEY + "_OF_" + tenant.toUpperCase(Locale.ROOT);
  }

  private static String upstreamKey(String variable) {
    String of = variable.substring(UPSTREAM_KEY.length()).toLowerCase(Locale.ROOT);
    return "sk-upstream-secret" + of.replace('_', '-');
  }

  private static String storedToken(Path dir) {
    try {
      return Files.readString(dir.resolve("data/admin-token")).strip();
    } catch (IOException none) {
      throw new java.io.UncheckedIOException(none);
    }
  }

  public String admin() {
    return admin;
  }

  public Path dataDir() {
    return dir.resolve("data");
  }

  public Path policies() {
    return dir.resolve("tenants");
  }

  public URI data(String path) {
    return URI.create("http://" + server.addresses().data() + path);
  }

  public URI control(String path) {
    return URI.create("http://" + server.addresses().control() + path);
  }

  /** A tenant with the template's policy over these aliases. */
  public String tenant(String name, String... aliases) throws Exception {
    return tenant(name, text -> text, aliases);
  }

  /** A tenant whose policy is the template, edited. */
  public String tenant(String name, UnaryOperator<String> edit, String... aliases)
      throws Exception {
    String text = TenantTemplate.text(new TenantId(name), List.of(aliases));
    // Tests wait by asking again and again, which must not use up a minute's requests.
    policy(
        name,
        edit.apply(text).replace("requests_per_minute: 600\n", "requests_per_minute: 60000\n"));
    return name;
  }

  /** Saves a tenant's file and has it read. */
  public JsonNode policy(String tenant, String text) throws Exception {
    Files.writeString(policies().resolve(tenant + ".yaml"), text);
    return admin("POST", "/admin/policy/reload", "{}").json(200);
  }

  /** An app key of the tenant. */
  public Key key(String tenant) throws Exception {
    JsonNode made =
        admin("POST", "/admin/tenants/" + tenant + "/keys", "{\"app\":\"web\"}").json(200);
    return new Key(made.path("id").asText(), made.path("key").asText());
  }

  /** An app key as it was issued. */
  public record Key(String id, String secret) {}

  /** A person's credential; of all tenants when {@code tenant} is empty. */
  public String person(String name, String roles, String tenant) throws Exception {
    String body =
        "{\"name\":\"%s\",\"roles\":[\"%s\"]%s}"
            .formatted(
                name,
                roles.replace(",", "\",\""),
                tenant.isEmpty() ? "" : ",\"tenant\":\"" + tenant + "\"");
    return admin("POST", "/admin/people", body).json(200).path("key").asText();
  }

  public Answer chat(Key key, String body, String... headers) throws Exception {
    return send("POST", data("/v1/chat/completions"), key.secret(), body, headers);
  }

  public Answer feedback(Key key, String body, String... headers) throws Exception {
    return send("POST", data("/v1/feedback"), key.secret(), body, headers);
  }

  public Answer admin(String method, String path, String body) throws Exception {
    return send(method, control(path), admin, body);
  }

  public Answer as(String credential, String method, String path, String body) throws Exception {
    return send(method, control(path), credential, body);
  }

  /** The journal's record of an exchange, once it is there. */
  public JsonNode exchange(String id) throws Exception {
    return Eventually.gives(
        "exchange " + id + " is journalled",
        () -> {
          Answer answer = admin("GET", "/admin/exchanges/" + id, "");
          return answer.status() == 200
              ? java.util.Optional.of(answer.json(200))
              : java.util.Optional.empty();
        });
  }

  /** The newest exchange of a tenant with this outcome, once there is one. */
  public JsonNode newest(String tenant, String outcome) throws Exception {
    return Eventually.gives(
        "an exchange of " + tenant + " ends " + outcome,
        () -> {
          JsonNode first =
              admin("GET", "/admin/tenants/" + tenant + "/exchanges", "")
                  .json(200)
                  .path("exchanges")
                  .path(0);
          return first.path("outcome").asText().equals(outcome)
              ? java.util.Optional.of(first)
              : java.util.Optional.empty();
        });
  }

  /** How many exchanges are under way. */
  public int slotsTaken() throws Exception {
    return admin("GET", "/metrics", "")
        .text()
        .lines()
        .filter(line -> line.startsWith("assay_journal_slots_taken "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  public JsonNode audit() throws Exception {
    return admin("GET", "/admin/audit?limit=1000", "").json(200).path("entries");
  }

  public static Answer send(
      String method, URI where, String credential, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(where)
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!credential.isEmpty()) {
      request.header("authorization", "Bearer " + credential);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
  }

  /** An answer, and the ways tests look at it. */
  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The body, if the status is this one. */
    public JsonNode json(int status) throws IOException {
      if (status() != status) {
        throw new AssertionError("status " + status() + " instead of " + status + ": " + text());
      }
      return JSON.readTree(response.body());
    }

    /** The code of an error in OpenAI's shape. */
    public String code() throws IOException {
      return error().path("code").asText();
    }

    public JsonNode error() throws IOException {
      JsonNode error = JSON.readTree(response.body()).path("error");
      if (!error.path("message").isTextual() || !error.path("type").isTextual()) {
        throw new AssertionError("not an error as OpenAI writes it: " + text());
      }
      return error;
    }
  }

  /** Fails when code of ours held an event loop up meanwhile, or threw what nobody caught. */
  @Override
  public void close() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    blocked.complain();
    mistakes.complain();
  }
}
