package dev.assay.gateway.provider;

import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a client's head may go on to a provider, each of a known form: everything else a client
 * says there ends at the gateway.
 *
 * @param anthropicVersion such as {@code 2023-06-01}
 * @param anthropicBeta names of features between commas
 * @param openaiBeta such as {@code assistants=v2}, for what passes through
 * @param betaQuery whether its query asks for an API's beta
 */
public record ClientHeaders(
    Optional<String> anthropicVersion,
    Optional<String> anthropicBeta,
    Optional<String> openaiBeta,
    boolean betaQuery) {
  /** A client that said none of it. */
  public static final ClientHeaders NONE =
      new ClientHeaders(Optional.empty(), Optional.empty(), Optional.empty(), false);

  private static final Pattern VERSION = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern BETA = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._, =-]{0,1023}");
  private static final Pattern BETA_QUERY = Pattern.compile("(.*&)?beta=true(&.*)?");

  /** Of a request; what has another form is left out. */
  public static ClientHeaders of(MultiMap headers, Optional<String> query) {
    Optional<String> version = named(headers, "anthropic-version", VERSION);
    Optional<String> beta = named(headers, "anthropic-beta", BETA);
    Optional<String> openaiBeta = named(headers, "openai-beta", BETA);
    boolean betaQuery = query.filter(it -> BETA_QUERY.matcher(it).matches()).isPresent();
    return version.isEmpty() && beta.isEmpty() && openaiBeta.isEmpty() && !betaQuery
        ? NONE
        : new ClientHeaders(version, beta, openaiBeta, betaQuery);
  }

  /** Whether another answer may come than the body alone would get. */
  public boolean asksForBeta() {
    return betaQuery || anthropicBeta.isPresent();
  }

  private static Optional<String> named(MultiMap headers, String name, Pattern form) {
    return headers.contains(name)
        ? Optional.of(String.join(",", headers.getAll(name)))
            .filter(value -> form.matcher(value).matches())
        : Optional.empty();
  }
}
