package dev.assay.gateway.dialect.responses;

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
import org.jspecify.annotations.Nullable;

/** Writes a responses request. */
final class ResponsesRequestWriter {
  private static final String SCHEMA_NAME = "answer";

  private final Conversation conversation;
  private final ObjectNode body = Json.object();

  private ResponsesRequestWriter(Conversation conversation) {
    this.conversation = conversation;
  }

  static ObjectNode write(Conversation conversation, Unsaid unsaid) throws Untranslatable {
    ResponsesRequestWriter writer = new ResponsesRequestWriter(conversation);
    writer.write(unsaid);
    return writer.body;
  }

  private void write(Unsaid unsaid) throws Untranslatable {
    body.put("model", conversation.model());
    ResponsesItems.write(conversation.turns(), body, unsaid);
    ResponsesTools.write(conversation.toolUse(), body);
    ArrayNode include = Json.array();
    sampling(conversation.sampling(), include);
    output(conversation.output());
    thinking(conversation.output().thinking(), include);
    labels(conversation.labels());
    if (!include.isEmpty()) {
      body.set("include", include);
    }
    if (conversation.delivery().isStream()) {
      body.put("stream", true);
    }
  }

  private void sampling(Sampling sampling, ArrayNode include) throws Untranslatable {
    if (sampling.maxTokens() != null) {
      body.put("max_output_tokens", sampling.maxTokens());
    }
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    refuse(sampling.topK());
    refuse(sampling.stop());
    Said<Long> logprobs = sampling.logprobs();
    if (logprobs != null) {
      include.add("message.output_text.logprobs");
      body.put("top_logprobs", logprobs.value());
    }
  }

  private static void refuse(@Nullable Said<?> said) throws Untranslatable {
    if (said != null) {
      throw new Untranslatable(
          said.field(),
          "'"
              + said.field()
              + "' cannot be translated: this model's provider has no such setting;"
              + " leave it out.");
    }
  }

  private void output(Output output) {
    ObjectNode text = Json.object();
    Said<OutputFormat> format = output.format();
    if (format != null) {
      ObjectNode written = text.putObject("format");
      switch (format.value()) {
        case OutputFormat.AnyJson any -> written.put("type", "json_object");
        case OutputFormat.Schema schema -> schema(schema, written.put("type", "json_schema"));
      }
    }
    if (output.verbosity() != null) {
      text.put("verbosity", output.verbosity().value());
    }
    if (!text.isEmpty()) {
      body.set("text", text);
    }
  }

  private static void schema(OutputFormat.Schema schema, ObjectNode written) {
    written.put("name", schema.name().orElse(SCHEMA_NAME));
    schema.description().ifPresent(text -> written.put("description", text));
    written.set("schema", schema.schema());
    schema.strict().ifPresent(strict -> written.put("strict", strict));
  }

  /** Who is not kept must be sent back: so thoughts come sealed. */
  private void thinking(Thinking thinking, ArrayNode include) {
    ObjectNode reasoning = Json.object();
    thinking.effort().ifPresent(effort -> reasoning.put("effort", effort));
    if (thinking.shown().isPresent()) {
      reasoning.put("summary", "auto");
    }
    if (!reasoning.isEmpty()) {
      body.set("reasoning", reasoning);
    }
    if (thinking.isAsked() && !conversation.labels().isStored()) {
      include.add("reasoning.encrypted_content");
    }
  }

  private void labels(Labels labels) {
    if (labels.user() != null) {
      body.put("user", labels.user());
    }
    if (labels.safetyId() != null) {
      body.put("safety_identifier", labels.safetyId());
    }
    if (labels.serviceTier() != null) {
      body.put("service_tier", labels.serviceTier());
    }
    body.put("store", labels.isStored());
    labels.advice().forEach(body::set);
  }
}
