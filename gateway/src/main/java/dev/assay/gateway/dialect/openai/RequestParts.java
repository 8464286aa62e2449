package dev.assay.gateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Labels;
import dev.assay.gateway.dialect.neutral.OutputFormat;
import dev.assay.gateway.dialect.neutral.Said;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fields of a request that are the same in both APIs, or nearly. */
public final class RequestParts {
  private static final List<String> ADVICE =
      List.of("metadata", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention");

  private RequestParts() {}

  /** Reads the schema that an answer has to fit. */
  public interface SchemaReader {
    OutputFormat.Schema read(Fields format) throws Untranslatable;
  }

  /** Reads whom and what it is for. */
  public static Labels labels(Fields body, boolean isStored) throws Untranslatable {
    SortedMap<String, JsonNode> advice = new TreeMap<>();
    for (String name : ADVICE) {
      JsonNode value = body.take(name);
      if (value != null) {
        advice.put(name, value);
      }
    }
    return new Labels(
        body.text("user"),
        body.text("safety_identifier"),
        body.text("service_tier"),
        isStored,
        advice);
  }

  /** Reads the form of an answer; null for text, which is what it has anyway. */
  public static @Nullable Said<OutputFormat> format(Fields format, String at, SchemaReader schema)
      throws Untranslatable {
    OutputFormat read =
        switch (format.needText("type")) {
          case "text" -> null;
          case "json_object" -> new OutputFormat.AnyJson();
          case "json_schema" -> schema.read(format);
          default ->
              throw new Untranslatable(
                  at + ".type", "'" + at + ".type' must be text, json_object or json_schema.");
        };
    format.close();
    return read == null ? null : new Said<>(at, read);
  }

  /** Reads a schema's fields. */
  public static OutputFormat.Schema schema(Fields schema) throws Untranslatable {
    JsonNode shape = schema.take("schema");
    return new OutputFormat.Schema(
        Optional.ofNullable(schema.text("name")),
        Optional.ofNullable(schema.text("description")),
        shape == null ? Json.object().put("type", "object") : shape,
        Optional.ofNullable(schema.flag("strict")));
  }

  /**
   * Reads how many likely tokens are wanted besides each; null for none.
   *
   * @param by the field that says that any are; null where none does
   */
  public static @Nullable Said<Long> logprobs(Fields body, @Nullable String by)
      throws Untranslatable {
    Long top = body.count("top_logprobs");
    if (by != null) {
      return new Said<>(by, top == null ? 0L : top);
    }
    return top == null || top == 0 ? null : new Said<>("top_logprobs", top);
  }

  /** Reads what hides the length of a stream's chunks, which no other API has. */
  public static void obfuscation(Fields options, Unsaid unsaid) throws Untranslatable {
    if (Boolean.TRUE.equals(options.flag("include_obfuscation"))) {
      unsaid.add("stream_options.include_obfuscation");
    }
    options.close();
  }
}
