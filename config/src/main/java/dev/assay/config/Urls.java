package dev.assay.config;

import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Reads the address of another service. */
final class Urls {
  private static final String ALLOWED = "a URL such as https://host/v1";
  private static final TextRule URL = new TextRule(ALLOWED, text -> parse(text).isPresent());
  private static final TextRule MAY_HIDE_CREDENTIALS =
      TextRule.matching("(?s).*[@?#].*", "a URL without user, password, query or fragment");

  private Urls() {}

  static Optional<URI> read(Value value) {
    if (value.node() instanceof dev.assay.config.yaml.YamlNode.Scalar scalar
        && mayHideCredentials(scalar.text() + scalar.written())) {
      value.refuse(
          value.name() + " with a user, a password, a query or a fragment",
          MAY_HIDE_CREDENTIALS.allowed());
      return Optional.empty();
    }
    return value.text(URL).flatMap(Urls::parse);
  }

  /** Whether a URL has a part in which people put credentials, so that it must not be shown. */
  static boolean mayHideCredentials(String url) {
    return MAY_HIDE_CREDENTIALS.allows(url);
  }

  /** An http or https URL with a host, its trailing slashes taken off. */
  static Optional<URI> parse(String text) {
    if (text.length() > 2048 || mayHideCredentials(text)) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.replaceFirst("/{1,16}$", ""));
      String scheme = url.getScheme();
      boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      boolean port = url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= 65_535);
      return http && port && url.getHost() != null ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  static boolean isLoopback(URI url) {
    String host = url.getHost();
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return Listener.isLoopback(bracketed ? host.substring(1, host.length() - 1) : host);
  }
}
