package dev.assay.gateway.provider;

import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Those of a client's headers that may go on to a provider, each of a known form: everything else a
 * client says ends at the gateway.
 *
 * @param anthropicVersion such as {@code 2023-06-01}
 * @param anthropicBeta names of features between commas
 */
public record ClientHeaders(Optional<String> anthropicVersion, Optional<String> anthropicBeta) {
  /** A client that said none of it. */
  public static final ClientHeaders NONE = new ClientHeaders(Optional.empty(), Optional.empty());

  private static final Pattern VERSION = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern BETA = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._, -]{0,1023}");

  /** Of a request; what has another form is left out. */
  public static ClientHeaders of(MultiMap headers) {
    Optional<String> version = named(headers, "anthropic-version", VERSION);
    Optional<String> beta = named(headers, "anthropic-beta", BETA);
    return version.isEmpty() && beta.isEmpty() ? NONE : new ClientHeaders(version, beta);
  }

  private static Optional<String> named(MultiMap headers, String name, Pattern form) {
    return headers.contains(name)
        ? Optional.of(String.join(",", headers.getAll(name)))
            .filter(value -> form.matcher(value).matches())
        : Optional.empty();
  }
}
