package dev.assay.gateway.running;

import java.nio.file.Path;

/** Configurations as operators write them. */
public final class Yaml {
  private Yaml() {}

  public static String of(Path dir, int upstreamPort) {
    return of(dir, upstreamPort, "", "");
  }

  /**
   * One alias at one provider.
   *
   * @param provider more lines of the provider, indented by four
   * @param more more sections
   */
  public static String of(Path dir, int upstreamPort, String provider, String more) {
    return places(dir)
        + "providers:\n"
        + provider("up", upstreamPort, provider)
        + "aliases:\n  small: [up/real-small]\n"
        + more;
  }

  /** One whose key opens an account of one tenant's own, which no other provider's key opens. */
  public static String providerOf(String tenant, String name, int port, String more) {
    return provider(name, port, more + "    tenant: " + tenant + "\n")
        .replace("UPSTREAM_KEY}", RunningGateway.keyVariable(tenant) + "}");
  }

  public static String provider(String name, int port, String more) {
    return """
      %s:
        kind: openai-compatible
        base_url: http://127.0.0.1:%d/v1
        api_key: ${env:UPSTREAM_KEY}
        endpoints: [chat.completions, responses, completions, embeddings, messages, messages.count_tokens]
    """
            .formatted(name, port)
        + more;
  }

  /** Free ports, and state under the folder. */
  public static String places(Path dir) {
    return """
    data: {host: 127.0.0.1, port: 0}
    control: {host: 127.0.0.1, port: 0}
    storage: {data_dir: %s/data}
    policy: {folder: %s/tenants, timeout_millis: 5000}
    """
        .formatted(dir, dir);
  }
}
