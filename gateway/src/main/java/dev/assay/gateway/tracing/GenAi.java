package dev.assay.gateway.tracing;

import io.opentelemetry.api.common.AttributeKey;

/**
 * OpenTelemetry's names for calls of models, here and nowhere else: they are in development and
 * change between its releases. A provider's span is called after what it does and the model.
 *
 * @see <a href="https://github.com/open-telemetry/semantic-conventions-genai">Semantic conventions
 *     for generative AI</a>
 */
final class GenAi {
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");

  private GenAi() {}

  /** What an endpoint of ours is called there. */
  static String operation(String endpoint) {
    return switch (endpoint) {
      case "chat.completions", "responses", "messages" -> "chat";
      case "completions" -> "text_completion";
      default -> endpoint;
    };
  }

  /** What speaks one of the APIs that have a name there, else the name the operator gave it. */
  static String providerName(String kind, String name) {
    return switch (kind) {
      case "openai", "anthropic" -> kind;
      default -> name;
    };
  }
}
