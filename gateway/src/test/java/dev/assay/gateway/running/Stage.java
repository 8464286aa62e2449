package dev.assay.gateway.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A gateway with its tenants, before providers whose answers the tests write: there from before the
 * first test of a class until after its last.
 */
public final class Stage implements BeforeAllCallback, AfterAllCallback {
  private final Configuration configuration;
  private final int providers;
  private final Map<String, Tenant> tenants = new LinkedHashMap<>();
  private final List<RawUpstream> upstreams = new ArrayList<>();
  private final Map<String, RunningGateway.Key> keys = new LinkedHashMap<>();
  private Path dir;
  private RunningGateway gateway;

  /** Written when the stage's folder and its providers' ports are known. */
  @FunctionalInterface
  public interface Configuration {
    String write(Stage stage) throws Exception;
  }

  private record Tenant(UnaryOperator<String> edit, List<String> aliases) {}

  private Stage(int providers, Configuration configuration) {
    this.providers = providers;
    this.configuration = configuration;
  }

  /** One provider, {@code up}, with one alias, {@code small}, and one tenant, {@code acme}. */
  public static Stage ofOneProvider() {
    return ofOneProvider(stage -> Yaml.of(stage.dir(), stage.upstream().port()))
        .tenant("acme", "small");
  }

  public static Stage ofOneProvider(Configuration configuration) {
    return new Stage(1, configuration);
  }

  public static Stage ofTwoProviders(Configuration configuration) {
    return new Stage(2, configuration);
  }

  /** With a tenant of the template's policy over these aliases. */
  public Stage tenant(String name, String... aliases) {
    return tenant(name, text -> text, aliases);
  }

  /** With a tenant whose policy is the template, edited. */
  public Stage tenant(String name, UnaryOperator<String> edit, String... aliases) {
    tenants.put(name, new Tenant(edit, List.of(aliases)));
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    dir = Files.createTempDirectory("stage");
    for (int i = 0; i < providers; i++) {
      upstreams.add(new RawUpstream());
    }
    gateway = RunningGateway.with(dir, configuration.write(this));
    for (Map.Entry<String, Tenant> tenant : tenants.entrySet()) {
      String[] aliases = tenant.getValue().aliases().toArray(String[]::new);
      gateway.tenant(tenant.getKey(), tenant.getValue().edit(), aliases);
      keys.put(tenant.getKey(), gateway.key(tenant.getKey()));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    try {
      if (gateway != null) {
        gateway.close();
      }
    } finally {
      for (RawUpstream upstream : upstreams) {
        upstream.close();
      }
      delete();
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * A section of a configuration that names a file of these prices.
   *
   * @param providers models and what they cost, by provider, indented by two
   */
  public String prices(String providers) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("prices.yaml"),
            "as_of: 2026-01-31\ncurrency: USD\nproviders:\n" + providers);
    return "prices: {file: " + file + "}\n";
  }

  public Path dir() {
    return dir;
  }

  /** The provider, or the first of two. */
  public RawUpstream upstream() {
    return upstreams.getFirst();
  }

  /** The second of two. */
  public RawUpstream second() {
    return upstreams.get(1);
  }

  public RunningGateway gateway() {
    return gateway;
  }

  /** An app key of the first tenant. */
  public RunningGateway.Key key() {
    return keys.values().iterator().next();
  }

  /** An app key of a tenant. */
  public RunningGateway.Key key(String tenant) {
    return keys.get(tenant);
  }

  /** Sends what a client of this tenant would; a body without a type is JSON. */
  public RunningGateway.Answer send(
      String tenant, String method, String path, String body, String... headers) throws Exception {
    String[] all = headers;
    if (!body.isEmpty() && headers.length == 0) {
      all = new String[] {"content-type", "application/json"};
    }
    return RunningGateway.send(method, gateway.data(path), key(tenant).secret(), body, all);
  }
}
