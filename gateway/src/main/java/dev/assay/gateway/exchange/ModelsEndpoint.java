package dev.assay.gateway.exchange;

import dev.assay.config.AssayConfig;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.credentials.AppKey;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.engine.TenantPolicies;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/models}: the aliases this key's tenant may use and the configuration knows. */
public final class ModelsEndpoint {
  private final Reading reading;
  private final TenantPolicies policies;
  private final RequestRates rates;
  private final AssayConfig config;

  public ModelsEndpoint(
      Reading reading, TenantPolicies policies, RequestRates rates, AssayConfig config) {
    this.reading = reading;
    this.policies = policies;
    this.rates = rates;
    this.config = config;
  }

  /**
   * The answer.
   *
   * @throws Failed with 401, 429, or 404 for a model this key may not use
   */
  Buffer answer(Optional<String> credential, Optional<String> model) {
    AppKey key =
        reading.identify(credential).orElseThrow(() -> new Failed(ApiError.unauthenticated()));
    List<String> allowed =
        policies.current(key.tenant()).map(active -> allowed(key, active)).orElse(List.of());
    if (model.isPresent()) {
      if (!allowed.contains(model.get())) {
        throw new Failed(
            ApiError.notFound(
                "This key may not use that model; GET /v1/models lists those it may.",
                "model",
                "model_not_found"));
      }
      return describe(model.get()).toBuffer();
    }
    JsonArray data = new JsonArray();
    allowed.forEach(alias -> data.add(describe(alias)));
    return new JsonObject().put("object", "list").put("data", data).toBuffer();
  }

  private List<String> allowed(AppKey key, ActivePolicy active) {
    RequestRates.Rate rate =
        rates.take(
            RequestRates.Kind.MODELS, key.id(), active.policy().limits().requestsPerMinute());
    if (!rate.within()) {
      throw new Failed(rate.error());
    }
    return active.policy().models().stream().filter(config.aliases()::containsKey).toList();
  }

  private static JsonObject describe(String alias) {
    return new JsonObject()
        .put("id", alias)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "assay");
  }
}
