package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What the answer's text must look like. */
public sealed interface OutputFormat {
  /** Some JSON object. */
  record AnyJson() implements OutputFormat {}

  /** JSON that follows a schema. */
  record Schema(
      Optional<String> name,
      Optional<String> description,
      JsonNode schema,
      Optional<Boolean> strict)
      implements OutputFormat {}
}
