package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Labels;
import dev.assay.gateway.dialect.neutral.Output;
import dev.assay.gateway.dialect.neutral.OutputFormat;
import dev.assay.gateway.dialect.neutral.Said;
import dev.assay.gateway.dialect.neutral.Sampling;
import dev.assay.gateway.dialect.neutral.Thinking;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a messages request. */
final class MessagesRequestWriter {
  private final Conversation conversation;
  private final Unsaid unsaid;
  private final ObjectNode body = Json.object();

  private MessagesRequestWriter(Conversation conversation, Unsaid unsaid) {
    this.conversation = conversation;
    this.unsaid = unsaid;
  }

  static ObjectNode write(Conversation conversation, long defaultMaxTokens, Unsaid unsaid)
      throws Untranslatable {
    MessagesRequestWriter writer = new MessagesRequestWriter(conversation, unsaid);
    writer.write(defaultMaxTokens);
    return writer.body;
  }

  private void write(long defaultMaxTokens) throws Untranslatable {
    Long maxTokens = conversation.sampling().maxTokens();
    body.put("model", conversation.model());
    body.put("max_tokens", maxTokens == null ? defaultMaxTokens : maxTokens);
    MessagesTurns.write(conversation.turns(), body, unsaid);
    MessagesTools.write(conversation.toolUse(), body);
    sampling(conversation.sampling());
    output(conversation.output());
    labels(conversation.labels());
    if (conversation.delivery().isStream()) {
      body.put("stream", true);
    }
  }

  private void sampling(Sampling sampling) throws Untranslatable {
    BigDecimal temperature = sampling.temperature();
    if (temperature != null) {
      if (temperature.compareTo(BigDecimal.ONE) > 0) {
        throw new Untranslatable(
            "temperature", "'temperature' must be at most 1: this model's provider knows no more.");
      }
      body.put("temperature", temperature);
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null) {
      body.put("top_k", sampling.topK().value());
    }
    Said<List<String>> stop = sampling.stop();
    if (stop != null) {
      ArrayNode sequences = body.putArray("stop_sequences");
      stop.value().forEach(sequences::add);
    }
    refuse(sampling.logprobs(), "this model's provider tells no likelihoods; leave it out.");
  }

  private static void refuse(@Nullable Said<?> said, String why) throws Untranslatable {
    if (said != null) {
      throw new Untranslatable(said.field(), "'" + said.field() + "' cannot be translated: " + why);
    }
  }

  private void output(Output output) throws Untranslatable {
    refuse(output.verbosity(), "this model's provider has no such setting; ask in the prompt.");
    ObjectNode config = Json.object();
    thinking(output.thinking(), config);
    Said<OutputFormat> format = output.format();
    if (format != null) {
      if (!(format.value() instanceof OutputFormat.Schema schema)) {
        throw new Untranslatable(
            format.field(),
            "'"
                + format.field()
                + "' cannot be translated: this model's provider knows JSON only by a schema; send"
                + " type json_schema.");
      }
      config.putObject("format").put("type", "json_schema").set("schema", schema.schema());
    }
    if (!config.isEmpty()) {
      body.set("output_config", config);
    }
  }

  private void thinking(Thinking thinking, ObjectNode config) {
    if (thinking.isOff()) {
      body.putObject("thinking").put("type", "disabled");
      return;
    }
    if (thinking.isAsked()) {
      ObjectNode written = body.putObject("thinking").put("type", "adaptive");
      if (thinking.shown().isPresent()) {
        written.put("display", "summarized");
      }
    }
    Optional<String> effort = thinking.effort();
    if (effort.isPresent()) {
      config.put("effort", effort.get().equals("minimal") ? "low" : effort.get());
    }
  }

  private void labels(Labels labels) throws Untranslatable {
    String user = labels.user() == null ? labels.safetyId() : labels.user();
    if (user != null) {
      body.putObject("metadata").put("user_id", user);
    }
    if (labels.safetyId() != null && !labels.safetyId().equals(user)) {
      unsaid.add("safety_identifier");
    }
    if (labels.isStored()) {
      throw new Untranslatable(
          "store", "'store' must be false: this model's provider keeps no answers.");
    }
    String tier = labels.serviceTier();
    if (tier != null) {
      body.put("service_tier", tier(tier));
    }
    labels.advice().keySet().forEach(unsaid::add);
  }

  private static String tier(String tier) throws Untranslatable {
    return switch (tier) {
      case "auto" -> "auto";
      case "default" -> "standard_only";
      default ->
          throw new Untranslatable(
              "service_tier",
              "'service_tier' must be auto or default: this model's provider has no others.");
    };
  }
}
