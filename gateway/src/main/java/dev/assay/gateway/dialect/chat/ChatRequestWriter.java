package dev.assay.gateway.dialect.chat;

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
import java.util.List;

/** Writes a chat completion request. */
final class ChatRequestWriter {
  private static final String SCHEMA_NAME = "answer";

  private ChatRequestWriter() {}

  static ObjectNode write(Conversation conversation, Unsaid unsaid) throws Untranslatable {
    ObjectNode body = Json.object().put("model", conversation.model());
    body.set("messages", ChatTurns.write(conversation.turns()));
    ChatTools.write(conversation.toolUse(), body);
    sampling(conversation.sampling(), body);
    output(conversation.output(), body);
    labels(conversation.labels(), body);
    // Who shows thoughts in a chat at all shows them unasked.
    conversation.output().thinking().shown().ifPresent(unsaid::add);
    if (conversation.delivery().isStream()) {
      body.put("stream", true).putObject("stream_options").put("include_usage", true);
    }
    return body;
  }

  private static void sampling(Sampling sampling, ObjectNode body) {
    if (sampling.maxTokens() != null) {
      body.put("max_completion_tokens", sampling.maxTokens());
    }
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null) {
      body.put("top_k", sampling.topK().value());
    }
    Said<List<String>> stop = sampling.stop();
    if (stop != null) {
      ArrayNode sequences = body.putArray("stop");
      stop.value().forEach(sequences::add);
    }
    Said<Long> logprobs = sampling.logprobs();
    if (logprobs != null) {
      body.put("logprobs", true).put("top_logprobs", logprobs.value());
    }
  }

  private static void output(Output output, ObjectNode body) {
    Said<OutputFormat> format = output.format();
    if (format != null) {
      ObjectNode written = body.putObject("response_format");
      switch (format.value()) {
        case OutputFormat.AnyJson any -> written.put("type", "json_object");
        case OutputFormat.Schema schema ->
            schema(schema, written.put("type", "json_schema").putObject("json_schema"));
      }
    }
    if (output.verbosity() != null) {
      body.put("verbosity", output.verbosity().value());
    }
    output.thinking().effort().ifPresent(effort -> body.put("reasoning_effort", effort));
  }

  private static void schema(OutputFormat.Schema schema, ObjectNode written) {
    written.put("name", schema.name().orElse(SCHEMA_NAME));
    schema.description().ifPresent(text -> written.put("description", text));
    written.set("schema", schema.schema());
    schema.strict().ifPresent(strict -> written.put("strict", strict));
  }

  private static void labels(Labels labels, ObjectNode body) {
    if (labels.user() != null) {
      body.put("user", labels.user());
    }
    if (labels.safetyId() != null) {
      body.put("safety_identifier", labels.safetyId());
    }
    if (labels.serviceTier() != null) {
      body.put("service_tier", labels.serviceTier());
    }
    if (labels.isStored()) {
      body.put("store", true);
    }
    labels.advice().forEach(body::set);
  }
}
