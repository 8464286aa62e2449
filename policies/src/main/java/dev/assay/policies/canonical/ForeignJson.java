package dev.assay.policies.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Reads JSON that clients and providers write, with as many names of fields as they like: Jackson's
 * usual factory makes each name one of its kind ({@link String#intern}), which takes microseconds.
 */
public final class ForeignJson {
  public static final JsonFactory FACTORY =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  public static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private ForeignJson() {}
}
