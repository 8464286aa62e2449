package dev.assay.gateway.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which requests are the same, and which are never answered by what another was told. */
public final class CacheKey {
  /** What lets a model act or look around: its answer is of that moment. */
  private static final Set<String> ACTING =
      Set.of(
          "tools",
          "functions",
          "web_search_options",
          "mcp_servers",
          "plugins",
          "background",
          "container",
          "conversation");

  /** Numbers beyond it are not told apart by RFC 8785, which reads them as doubles. */
  private static final long EXACT = 1L << 53;

  private CacheKey() {}

  /**
   * Whose a request is, and what decides about its answer beside its words. Rules may differ
   * between apps of one tenant, and so may what their requests may reach.
   *
   * @param targets where it may be sent, in any order
   * @param rules what is done about what its answer says
   * @param apiVersion of the provider's API, as the client asks for it; empty where it doesn't
   */
  public record Under(
      TenantId tenant,
      Digest release,
      String policyRevision,
      Set<Target> targets,
      ContentRules rules,
      String apiVersion) {
    public Under {
      targets = Set.copyOf(targets);
    }
  }

  /** Everything that an answer depends on, but which of the providers gives it. */
  private record Asked(
      TenantId tenant,
      Digest release,
      String policyRevision,
      List<String> targets,
      ContentRules rules,
      String apiVersion,
      String endpoint,
      List<Injection.Item> injected,
      Object request) {}

  /**
   * The key of a request.
   *
   * @return nothing where its answer must not be kept: with tools, personal memories, or what a
   *     provider keeps
   */
  public static Optional<Digest> of(Under under, ParsedBody body, Injection injection) {
    boolean personal =
        injection.items().stream().anyMatch(item -> item.kind() == ArtifactKind.MEMORY);
    boolean acts = body.fields().stream().anyMatch(ACTING::contains);
    if (personal || acts || !body.refersTo().isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonNode> request = tree(body.raw());
    boolean kept =
        body.stores()
            || (body.endpoint() == Endpoint.RESPONSES
                && !request.map(CacheKey::forgets).orElse(false));
    if (kept) {
      return Optional.empty();
    }
    return request
        .filter(CacheKey::isExact)
        .map(json ->
            new Asked(
                under.tenant(),
                under.release(),
                under.policyRevision(),
                under.targets().stream().map(Target::toString).sorted().toList(),
                under.rules(),
                under.apiVersion(),
                body.endpoint().word(),
                injection.items(),
                json))
        .flatMap(CacheKey::digest);
  }

  private static Optional<Digest> digest(Asked asked) {
    try {
      return Optional.of(CanonicalJson.digest(asked));
    } catch (IllegalArgumentException uncanonical) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> tree(byte[] raw) {
    try {
      return Optional.of(CanonicalJson.MAPPER.readTree(raw));
    } catch (JsonProcessingException odd) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  /** A provider that keeps an answer gives it an id, which belongs to one exchange. */
  private static boolean forgets(JsonNode request) {
    return request.path("store").isBoolean() && !request.path("store").booleanValue();
  }

  private static boolean isExact(JsonNode json) {
    if (json.isIntegralNumber()) {
      return json.canConvertToLong() && json.longValue() <= EXACT && json.longValue() >= -EXACT;
    }
    if (json.isFloatingPointNumber() && !Double.isFinite(json.doubleValue())) {
      return false;
    }
    for (JsonNode below : json) {
      if (!isExact(below)) {
        return false;
      }
    }
    return true;
  }
}
