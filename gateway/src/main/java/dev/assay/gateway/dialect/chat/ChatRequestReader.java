package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Delivery;
import dev.assay.gateway.dialect.neutral.Output;
import dev.assay.gateway.dialect.neutral.OutputFormat;
import dev.assay.gateway.dialect.neutral.Said;
import dev.assay.gateway.dialect.neutral.Sampling;
import dev.assay.gateway.dialect.neutral.Thinking;
import dev.assay.gateway.dialect.neutral.Turn;
import dev.assay.gateway.dialect.openai.RequestParts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a chat completion request. */
public final class ChatRequestReader {
  private static final String ONLY_HERE = "only chat completion providers have it; leave it out.";

  /** Fields that no other API has, with what may stand in them because it says nothing. */
  private static final SortedMap<String, List<String>> ALIEN =
      new TreeMap<>(
          Map.of(
              "audio", List.of(),
              "frequency_penalty", List.of("0", "0.0"),
              "logit_bias", List.of(),
              "modalities", List.of("[\"text\"]"),
              "moderation", List.of(),
              "n", List.of("1"),
              "prediction", List.of(),
              "presence_penalty", List.of("0", "0.0"),
              "seed", List.of(),
              "web_search_options", List.of()));

  /** Every field that is known; others are refused by name. */
  public static final List<String> FIELDS =
      List.of(
          "audio",
          "frequency_penalty",
          "function_call",
          "functions",
          "logit_bias",
          "logprobs",
          "max_completion_tokens",
          "max_tokens",
          "messages",
          "metadata",
          "modalities",
          "model",
          "moderation",
          "n",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "reasoning_effort",
          "response_format",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "tool_choice",
          "tools",
          "top_k",
          "top_logprobs",
          "top_p",
          "user",
          "verbosity",
          "web_search_options");

  private final Fields body;
  private final Unsaid unsaid;

  private ChatRequestReader(Fields body, Unsaid unsaid) {
    this.body = body;
    this.unsaid = unsaid;
  }

  static Conversation read(ObjectNode body, Unsaid unsaid) throws Untranslatable {
    Fields fields = Fields.of(body, "");
    fields.closeTo(FIELDS);
    return new ChatRequestReader(fields, unsaid).read();
  }

  private Conversation read() throws Untranslatable {
    for (Map.Entry<String, List<String>> alien : ALIEN.entrySet()) {
      body.refuse(alien.getKey(), ONLY_HERE, alien.getValue().toArray(String[]::new));
    }
    body.refuse("function_call", "it is out of date; send 'tool_choice'.");
    body.refuse("functions", "they are out of date; send 'tools'.");
    List<Turn> turns = ChatMessages.read(body.objects("messages"), unsaid);
    Boolean isStream = body.flag("stream");
    return new Conversation(
        body.needText("model"),
        turns,
        ChatTools.read(body),
        sampling(),
        output(),
        RequestParts.labels(body, Boolean.TRUE.equals(body.flag("store"))),
        new Delivery(Boolean.TRUE.equals(isStream), isUsageWanted()));
  }

  private Sampling sampling() throws Untranslatable {
    Long newer = body.count("max_completion_tokens");
    Long older = body.count("max_tokens");
    BigDecimal topK = body.number("top_k");
    return new Sampling(
        newer == null ? older : newer,
        body.number("temperature"),
        body.number("top_p"),
        topK == null ? null : new Said<>("top_k", topK),
        stop(),
        logprobs());
  }

  private @Nullable Said<List<String>> stop() throws Untranslatable {
    JsonNode stop = body.take("stop");
    if (stop == null) {
      return null;
    }
    List<String> sequences = new ArrayList<>();
    for (JsonNode sequence : stop.isArray() ? stop : Json.array().add(stop)) {
      if (!sequence.isTextual()) {
        throw new Untranslatable("stop", "'stop' must be a string or an array of strings.");
      }
      sequences.add(sequence.textValue());
    }
    return sequences.isEmpty() ? null : new Said<>("stop", sequences);
  }

  private @Nullable Said<Long> logprobs() throws Untranslatable {
    boolean isWanted = Boolean.TRUE.equals(body.flag("logprobs"));
    return RequestParts.logprobs(body, isWanted ? "logprobs" : null);
  }

  private Output output() throws Untranslatable {
    String effort = body.text("reasoning_effort");
    String verbosity = body.text("verbosity");
    return new Output(
        format(),
        verbosity == null ? null : new Said<>("verbosity", verbosity),
        effort == null
            ? Thinking.UNSAID
            : new Thinking(Optional.of(effort), !effort.equals(Thinking.NONE), Optional.empty()));
  }

  private @Nullable Said<OutputFormat> format() throws Untranslatable {
    Fields format = body.object("response_format");
    return format == null
        ? null
        : RequestParts.format(
            format, "response_format", it -> schema(it.needObject("json_schema")));
  }

  private static OutputFormat.Schema schema(Fields schema) throws Untranslatable {
    OutputFormat.Schema read = RequestParts.schema(schema);
    schema.close();
    return read;
  }

  private boolean isUsageWanted() throws Untranslatable {
    Fields options = body.object("stream_options");
    if (options == null) {
      return false;
    }
    boolean isWanted = Boolean.TRUE.equals(options.flag("include_usage"));
    RequestParts.obfuscation(options, unsaid);
    return isWanted;
  }
}
