package dev.assay.config;

import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.Shown;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An account at a provider is one tenant's alone or shared by all, and not both: what is kept there
 * has an owner by the provider's name alone, and two names of one account would show a tenant what
 * another one keeps.
 */
final class AccountRules {
  private final Places places;
  private final Problems problems;

  AccountRules(Places places, Problems problems) {
    this.places = places;
    this.problems = problems;
  }

  void check(Iterable<Provider> providers) {
    List<Provider> before = new ArrayList<>();
    for (Provider provider : providers) {
      before.stream()
          .filter(other -> !other.tenant().equals(provider.tenant()))
          .filter(other -> address(other).equals(address(provider)))
          .filter(other -> !other.baseUrl().equals(ConfigFile.REFUSED_URL))
          .filter(other -> openedAlike(other, provider))
          .findFirst()
          .ifPresent(other -> refuse(provider, other));
      before.add(provider);
    }
  }

  private void refuse(Provider provider, Provider other) {
    boolean keys = !provider.apiKeys().isEmpty();
    problems.add(
        places.line("providers." + provider.name()),
        "provider "
            + Shown.quoted(provider.name())
            + " of "
            + whose(provider)
            + (keys ? " with the base_url and an api key of " : " at the base_url of ")
            + Shown.quoted(other.name())
            + " of "
            + whose(other)
            + (keys ? "" : ", both without api_key")
            + ": they are one account, and what one keeps there the other could read",
        "an api_key of another account, or the same tenant at both");
  }

  private static String whose(Provider provider) {
    return provider.tenant().map(it -> "tenant " + Shown.quoted(it)).orElse("all tenants");
  }

  /** Whoever has one of its keys has the account; where nobody needs one, headers may tell. */
  private static boolean openedAlike(Provider one, Provider other) {
    boolean keyless = one.apiKeys().isEmpty() && other.apiKeys().isEmpty();
    return keyless
        ? one.kind() == other.kind() && one.api().headers().equals(other.api().headers())
        : secrets(one).anyMatch(secret -> secrets(other).anyMatch(secret::equals));
  }

  /** What was refused before stands for a secret, and tells nothing. */
  private static Stream<Secret> secrets(Provider provider) {
    return provider.apiKeys().stream()
        .map(Provider.ApiKey::secret)
        .filter(secret -> !secret.equals(Placeholders.REFUSED));
  }

  /** What the same server is reached by, however it is written. */
  private record Address(String scheme, String host, int port, String path) {}

  private static Address address(Provider provider) {
    URI url = provider.baseUrl().normalize();
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int port = url.getPort() != -1 ? url.getPort() : scheme.equals("https") ? 443 : 80;
    String path = Optional.ofNullable(url.getPath()).orElse("").replaceFirst("/+$", "");
    return new Address(scheme, url.getHost().toLowerCase(Locale.ROOT), port, path);
  }
}
