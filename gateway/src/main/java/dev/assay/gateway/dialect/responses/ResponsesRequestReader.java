package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Delivery;
import dev.assay.gateway.dialect.neutral.Output;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Said;
import dev.assay.gateway.dialect.neutral.Sampling;
import dev.assay.gateway.dialect.neutral.Thinking;
import dev.assay.gateway.dialect.neutral.Turns;
import dev.assay.gateway.dialect.openai.RequestParts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a responses request. */
public final class ResponsesRequestReader {
  private static final String ONLY_HERE = "only responses providers have it; leave it out.";
  private static final String FORGETFUL =
      "this model's provider keeps nothing; send the whole conversation in 'input'.";

  /** Fields that no other API has, with what may stand in them because it says nothing. */
  private static final SortedMap<String, List<String>> ALIEN =
      new TreeMap<>(
          Map.of(
              "access_programs", List.of(),
              "background", List.of("false"),
              "background_options", List.of(),
              "context_management", List.of(),
              "image", List.of(),
              "max_tool_calls", List.of(),
              "moderation", List.of(),
              "prompt", List.of(),
              "truncation", List.of("\"disabled\"")));

  /** Every field that is known; others are refused by name. */
  public static final List<String> FIELDS =
      List.of(
          "access_programs",
          "background",
          "background_options",
          "context_management",
          "conversation",
          "image",
          "include",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "model",
          "moderation",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "reasoning",
          "safety_identifier",
          "service_tier",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");

  private final Fields body;
  private final Unsaid unsaid;

  private ResponsesRequestReader(Fields body, Unsaid unsaid) {
    this.body = body;
    this.unsaid = unsaid;
  }

  static Conversation read(ObjectNode body, Unsaid unsaid) throws Untranslatable {
    Fields fields = Fields.of(body, "");
    fields.closeTo(FIELDS);
    return new ResponsesRequestReader(fields, unsaid).read();
  }

  private Conversation read() throws Untranslatable {
    for (Map.Entry<String, List<String>> alien : ALIEN.entrySet()) {
      body.refuse(alien.getKey(), ONLY_HERE, alien.getValue().toArray(String[]::new));
    }
    body.refuse("conversation", FORGETFUL);
    body.refuse("previous_response_id", FORGETFUL);
    body.refuse("store", "this model's provider keeps no answers; send false.", "false");
    Turns turns = new Turns();
    String instructions = body.text("instructions");
    if (instructions != null && !instructions.isEmpty()) {
      turns.add(Role.SYSTEM, List.of(new Part.Text(instructions)));
    }
    ResponsesInput.read(body, turns, unsaid);
    obfuscation();
    Boolean isStream = body.flag("stream");
    return new Conversation(
        body.needText("model"),
        turns.all(),
        ResponsesTools.read(body),
        new Sampling(
            body.count("max_output_tokens"),
            body.number("temperature"),
            body.number("top_p"),
            null,
            null,
            logprobs()),
        output(),
        RequestParts.labels(body, false),
        new Delivery(Boolean.TRUE.equals(isStream), false));
  }

  private void obfuscation() throws Untranslatable {
    Fields options = body.object("stream_options");
    if (options != null) {
      RequestParts.obfuscation(options, unsaid);
    }
  }

  private @Nullable Said<Long> logprobs() throws Untranslatable {
    boolean isWanted = false;
    for (JsonNode included : body.list("include")) {
      switch (included.asText()) {
        case "message.output_text.logprobs" -> isWanted = true;
        // Answers carry it anyway, where there is any.
        case "reasoning.encrypted_content" -> {}
        default ->
            throw new Untranslatable(
                "include",
                "'include' must hold reasoning.encrypted_content or message.output_text.logprobs:"
                    + " this model's provider has nothing else to include.");
      }
    }
    return RequestParts.logprobs(body, isWanted ? "include" : null);
  }

  private Output output() throws Untranslatable {
    Fields text = body.object("text");
    String verbosity = text == null ? null : text.text("verbosity");
    Fields format = text == null ? null : text.object("format");
    if (text != null) {
      text.close();
    }
    return new Output(
        format == null ? null : RequestParts.format(format, "text.format", RequestParts::schema),
        verbosity == null ? null : new Said<>("text.verbosity", verbosity),
        thinking());
  }

  private Thinking thinking() throws Untranslatable {
    Fields reasoning = body.object("reasoning");
    if (reasoning == null) {
      return Thinking.UNSAID;
    }
    String effort = reasoning.text("effort");
    String summary = reasoning.text("summary");
    String older = reasoning.text("generate_summary");
    reasoning.refuse("context", ONLY_HERE, "\"auto\"");
    reasoning.refuse("mode", ONLY_HERE, "\"standard\"");
    reasoning.close();
    if (Thinking.NONE.equals(effort)) {
      return new Thinking(Optional.of(Thinking.NONE), false, Optional.empty());
    }
    boolean isShown = summary != null || older != null;
    return new Thinking(
        Optional.ofNullable(effort),
        effort != null || isShown,
        isShown ? Optional.of("reasoning.summary") : Optional.empty());
  }
}
