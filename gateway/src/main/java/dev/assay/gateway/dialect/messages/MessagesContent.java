package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Role;
import dev.assay.gateway.dialect.neutral.Source;
import dev.assay.gateway.dialect.neutral.Turns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the content of messages: a string, or typed blocks. */
final class MessagesContent {
  private final Unsaid unsaid;

  MessagesContent(Unsaid unsaid) {
    this.unsaid = unsaid;
  }

  /** Reads a message; what tools said is a turn apart from what the user says with it. */
  void readMessage(Fields message, Turns turns) throws Untranslatable {
    String role = message.needText("role");
    List<Part> parts = read(message, "content");
    message.close();
    switch (role) {
      case "system" -> turns.add(Role.SYSTEM, parts);
      case "assistant" -> turns.add(Role.ASSISTANT, parts);
      case "user" -> {
        turns.add(roleOf(parts.isEmpty() ? null : parts.getFirst()), List.of());
        for (Part part : parts) {
          turns.join(roleOf(part), List.of(part));
        }
      }
      default ->
          throw new Untranslatable(
              message.path("role"),
              "'" + message.path("role") + "' must be user, assistant or system.");
    }
  }

  private static Role roleOf(@Nullable Part part) {
    return part instanceof Part.ToolResult ? Role.TOOL : Role.USER;
  }

  /** Reads content; text that is empty says nothing. */
  List<Part> read(Fields parent, String name) throws Untranslatable {
    JsonNode content = parent.take(name);
    List<Part> parts = new ArrayList<>();
    if (content == null) {
      return parts;
    }
    if (content.isTextual()) {
      addText(content.textValue(), parts);
      return parts;
    }
    for (Fields block : parent.objects(name)) {
      readBlock(block, parts);
      block.leaveOut(unsaid, "cache_control");
      block.close();
    }
    return parts;
  }

  private static void addText(String text, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
  }

  private void readBlock(Fields block, List<Part> parts) throws Untranslatable {
    String type = block.needText("type");
    switch (type) {
      case "text" -> {
        block.leaveOut(unsaid, "citations");
        addText(block.needText("text"), parts);
      }
      case "image" -> {
        block.refuse("transformations", "only Anthropic has them; leave them out.");
        Fields source = block.needObject("source");
        parts.add(new Part.Image(source(source), source.at()));
      }
      case "document" -> parts.add(document(block));
      case "tool_use" -> parts.add(call(block));
      case "tool_result" -> parts.add(result(block));
      case "thinking" -> {
        String signature = block.text("signature");
        parts.add(Seals.read(block.needText("thinking"), signature == null ? "" : signature));
      }
      case "redacted_thinking" -> parts.add(new Part.SealedReasoning(block.needText("data")));
      default ->
          throw new Untranslatable(
              block.path("type"),
              "'"
                  + block.path("type")
                  + "' is a block that only Anthropic knows: leave it out, or ask for a model of"
                  + " theirs.");
    }
  }

  private static Source source(Fields source) throws Untranslatable {
    String type = source.needText("type");
    Source read =
        switch (type) {
          case "base64" ->
              new Source.Inline(source.needText("media_type"), source.needText("data"));
          case "url" -> new Source.Remote(source.needText("url"));
          case "text" -> plain(source);
          default ->
              throw new Untranslatable(
                  source.path("type"),
                  "'"
                      + source.path("type")
                      + "' must be base64 or url: this model's provider cannot reach other"
                      + " sources.");
        };
    source.close();
    return read;
  }

  private static Source plain(Fields source) throws Untranslatable {
    byte[] text = source.needText("data").getBytes(StandardCharsets.UTF_8);
    return new Source.Inline(
        source.needText("media_type"), Base64.getEncoder().encodeToString(text));
  }

  private static Part document(Fields block) throws Untranslatable {
    block.refuse("context", "put it into a text block.");
    block.refuse(
        "citations", "only Anthropic cites documents; leave it out.", "{\"enabled\":false}");
    Fields source = block.needObject("source");
    return new Part.Document(source(source), Optional.ofNullable(block.text("title")), source.at());
  }

  private static Part call(Fields block) throws Untranslatable {
    block.refuse("caller", "it is no caller but the model itself.", "{\"type\":\"direct\"}");
    block.refuse("toolset_name", "only Anthropic has tool sets; leave it out.");
    return new Part.ToolCall(
        block.needText("id"), block.needText("name"), Json.text(block.needObject("input").node()));
  }

  private Part result(Fields block) throws Untranslatable {
    block.refuse("toolset_name", "only Anthropic has tool sets; leave it out.");
    String callId = block.needText("tool_use_id");
    boolean isError = Boolean.TRUE.equals(block.flag("is_error"));
    List<Part> parts = read(block, "content");
    for (Part part : parts) {
      if (!(part instanceof Part.Text
          || part instanceof Part.Image
          || part instanceof Part.Document)) {
        throw new Untranslatable(
            block.path("content"),
            "'" + block.path("content") + "' must hold text, images and documents.");
      }
    }
    return new Part.ToolResult(callId, parts, isError);
  }
}
