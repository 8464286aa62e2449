package dev.assay.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.BodyProblem;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.credentials.Person;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of the control plane by somebody who may make it. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a parser, never compared
record Call(Actor actor, Map<String, String> path, Map<String, String> query, byte[] body) {
  /** Strict, and a field that is not optional has to be sent. */
  private static final ObjectReader JSON =
      CanonicalJson.MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** A part of the path. */
  String part(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no part " + name);
    }
    return value;
  }

  /**
   * The tenant in the path, if the actor may act for it.
   *
   * @throws Failed with 404, which does not say whether the tenant exists
   */
  TenantId tenant() {
    String name = part("tenant");
    if (!TenantId.isValid(name)) {
      throw new Failed(ApiError.notFound("There is no such tenant.", "tenant", "not_found"));
    }
    return within(new TenantId(name));
  }

  /** The tenant something belongs to, if the actor may act for it; 404 otherwise. */
  TenantId within(TenantId tenant) {
    if (!actor.mayActFor(tenant)) {
      throw new Failed(ApiError.notFound("There is no such tenant.", null, "not_found"));
    }
    return tenant;
  }

  /** The person who acts; routes with {@link Access#VOTE} always have one. */
  Person person() {
    return switch (actor) {
      case Actor.Someone someone -> someone.person();
      case Actor.Admin _, Actor.Nobody _ ->
          throw new Failed(
              ApiError.forbidden("This needs a person's credential.", "person_required"));
    };
  }

  /** A whole number in the query. */
  long number(String name, long fallback, long max) {
    String text = query.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0 && value <= max) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Answered below, like a number out of range.
    }
    throw new Failed(
        ApiError.invalid("'" + name + "' is a whole number up to " + max + ".", name, "invalid"));
  }

  /**
   * The body, read strictly.
   *
   * @throws Failed with 400 naming an unknown or wrong field
   */
  <T> T body(Class<T> type) {
    try {
      @Nullable T read = JSON.readValue(body, type);
      if (read == null) {
        throw new Failed(ApiError.invalid("The body must be a JSON object.", "body", "invalid"));
      }
      return read;
    } catch (JsonProcessingException wrong) {
      BodyProblem problem = BodyProblem.of(wrong, body);
      throw new Failed(ApiError.invalid(problem.message(), problem.field(), "invalid"));
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }
}
