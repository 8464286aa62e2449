package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Delivery;
import dev.assay.gateway.dialect.neutral.Labels;
import dev.assay.gateway.dialect.neutral.Output;
import dev.assay.gateway.dialect.neutral.OutputFormat;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Said;
import dev.assay.gateway.dialect.neutral.Sampling;
import dev.assay.gateway.dialect.neutral.Thinking;
import dev.assay.gateway.dialect.neutral.Turns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a messages request. */
public final class MessagesRequestReader {
  private static final String ONLY_HERE = "only Anthropic has it; leave it out.";

  /** Fields that no other API has. */
  private static final List<String> ALIEN =
      List.of(
          "container",
          "context_management",
          "diagnostics",
          "inference_geo",
          "mcp_servers",
          "user_profile_id",
          "workspace_id");

  /** Every field that is known; others are refused by name. */
  public static final List<String> FIELDS =
      List.of(
          "cache_control",
          "container",
          "context_management",
          "diagnostics",
          "inference_geo",
          "max_tokens",
          "mcp_servers",
          "messages",
          "metadata",
          "model",
          "output_config",
          "output_format",
          "service_tier",
          "speed",
          "stop_sequences",
          "stream",
          "system",
          "temperature",
          "thinking",
          "tool_choice",
          "tools",
          "top_k",
          "top_p",
          "user_profile_id",
          "workspace_id");

  private final Fields body;
  private final Unsaid unsaid;

  private MessagesRequestReader(Fields body, Unsaid unsaid) {
    this.body = body;
    this.unsaid = unsaid;
  }

  static Conversation read(ObjectNode body, Unsaid unsaid) throws Untranslatable {
    Fields fields = Fields.of(body, "");
    fields.closeTo(FIELDS);
    return new MessagesRequestReader(fields, unsaid).read();
  }

  private Conversation read() throws Untranslatable {
    for (String alien : ALIEN) {
      body.refuse(alien, ONLY_HERE);
    }
    body.refuse("speed", "this model's provider has one speed; leave it out.", "\"standard\"");
    body.leaveOut(unsaid, "cache_control");
    Turns turns = new Turns();
    MessagesContent content = new MessagesContent(unsaid);
    if (body.take("system") != null) {
      turns.add(Role.SYSTEM, content.read(body, "system"));
    }
    for (Fields message : body.objects("messages")) {
      content.readMessage(message, turns);
    }
    Fields config = body.object("output_config");
    String effort = config == null ? null : config.text("effort");
    Said<OutputFormat> format = format(config);
    Boolean isStream = body.flag("stream");
    return new Conversation(
        body.needText("model"),
        turns.all(),
        MessagesTools.read(body, unsaid),
        sampling(),
        new Output(format, null, thinking(effort)),
        labels(),
        new Delivery(Boolean.TRUE.equals(isStream), false));
  }

  private Sampling sampling() throws Untranslatable {
    Long maxTokens = body.count("max_tokens");
    if (maxTokens == null) {
      throw body.missing("max_tokens");
    }
    List<String> stop = new ArrayList<>();
    for (JsonNode sequence : body.list("stop_sequences")) {
      if (!sequence.isTextual()) {
        throw new Untranslatable("stop_sequences", "'stop_sequences' must hold strings.");
      }
      stop.add(sequence.textValue());
    }
    BigDecimal topK = body.number("top_k");
    return new Sampling(
        maxTokens,
        body.number("temperature"),
        body.number("top_p"),
        topK == null ? null : new Said<>("top_k", topK),
        stop.isEmpty() ? null : new Said<>("stop_sequences", stop),
        null);
  }

  /** In its own field while it was a beta, now in {@code output_config}. */
  private @Nullable Said<OutputFormat> format(@Nullable Fields config) throws Untranslatable {
    Fields format = config == null ? null : config.object("format");
    if (config != null) {
      config.close();
    }
    Fields old = body.object("output_format");
    Fields said = format == null ? old : format;
    if (said == null) {
      return null;
    }
    if (!said.needText("type").equals("json_schema")) {
      throw new Untranslatable(
          said.path("type"), "'" + said.path("type") + "' must be json_schema.");
    }
    JsonNode schema = said.needObject("schema").node();
    said.close();
    return new Said<>(
        said.at(),
        new OutputFormat.Schema(
            Optional.empty(), Optional.empty(), schema, Optional.of(Boolean.TRUE)));
  }

  private Thinking thinking(@Nullable String effort) throws Untranslatable {
    Fields thinking = body.object("thinking");
    if (thinking == null) {
      return new Thinking(Optional.ofNullable(effort), false, Optional.empty());
    }
    String type = thinking.needText("type");
    String display = thinking.text("display");
    Optional<String> shown = Optional.empty();
    if ("summarized".equals(display)) {
      shown = Optional.of("thinking.display");
    } else if (display != null) {
      unsaid.add("thinking.display");
    }
    Long budget = thinking.count("budget_tokens");
    thinking.close();
    return switch (type) {
      case "adaptive" -> new Thinking(Optional.ofNullable(effort), true, shown);
      case "disabled" -> {
        if (effort != null) {
          unsaid.add("output_config.effort");
        }
        yield new Thinking(Optional.of(Thinking.NONE), false, Optional.empty());
      }
      case "enabled" ->
          new Thinking(
              Optional.of(effort == null ? effortOf(budget == null ? 0 : budget) : effort),
              true,
              shown);
      default ->
          throw new Untranslatable(
              "thinking.type", "'thinking.type' must be adaptive, enabled or disabled.");
    };
  }

  /** OpenAI's API knows no budgets, so the nearest effort stands for one. */
  private static String effortOf(long budgetTokens) {
    if (budgetTokens < 4096) {
      return "low";
    }
    return budgetTokens < 16_384 ? "medium" : "high";
  }

  private Labels labels() throws Untranslatable {
    Fields metadata = body.object("metadata");
    String user = metadata == null ? null : metadata.text("user_id");
    if (metadata != null) {
      metadata.close();
    }
    return new Labels(user, null, serviceTier(), false, Collections.emptySortedMap());
  }

  private @Nullable String serviceTier() throws Untranslatable {
    String tier = body.text("service_tier");
    if (tier == null) {
      return null;
    }
    return switch (tier) {
      case "auto" -> "auto";
      case "standard_only" -> "default";
      default ->
          throw new Untranslatable("service_tier", "'service_tier' must be auto or standard_only.");
    };
  }
}
