package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may ask to be called.
 *
 * @param parameters JSON Schema of its arguments; {@code null} for none
 * @param strict whether arguments must follow the schema; empty leaves it to the provider
 */
public record Tool(
    String name,
    Optional<String> description,
    @Nullable JsonNode parameters,
    Optional<Boolean> strict) {}
