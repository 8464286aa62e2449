package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The content of a chat message: a string, or typed parts. */
final class ChatContent {
  private ChatContent() {}

  /** Reads it; text that is empty says nothing. */
  static List<Part> read(Fields message, String name, Unsaid unsaid) throws Untranslatable {
    JsonNode content = message.take(name);
    List<Part> parts = new ArrayList<>();
    if (content == null) {
      return parts;
    }
    if (content.isTextual()) {
      addText(content.textValue(), parts);
      return parts;
    }
    for (Fields part : message.objects(name)) {
      readPart(part, unsaid, parts);
    }
    return parts;
  }

  private static void addText(String text, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
  }

  private static void readPart(Fields part, Unsaid unsaid, List<Part> parts) throws Untranslatable {
    String type = part.needText("type");
    part.leaveOut(unsaid, "prompt_cache_breakpoint");
    switch (type) {
      case "text" -> addText(part.needText("text"), parts);
      case "refusal" -> parts.add(new Part.Refusal(part.needText("refusal")));
      case "image_url" -> parts.add(image(part, unsaid));
      case "file" -> parts.add(file(part.needObject("file")));
      default ->
          throw new Untranslatable(
              part.path("type"),
              "'"
                  + part.path("type")
                  + "' must be text, image_url, file or refusal: this model's provider can be told"
                  + " nothing else.");
    }
    part.close();
  }

  private static Part image(Fields part, Unsaid unsaid) throws Untranslatable {
    Fields image = part.needObject("image_url");
    String url = image.needText("url");
    String detail = image.text("detail");
    if (detail != null && !detail.equals("auto")) {
      unsaid.add("messages.content.image_url.detail");
    }
    image.close();
    Optional<Source.Inline> inline = Source.ofDataUrl(url);
    return new Part.Image(
        inline.isPresent() ? inline.get() : new Source.Remote(url), image.path("url"));
  }

  private static Part file(Fields file) throws Untranslatable {
    file.refuse("file_id", "its provider cannot reach that file; send 'file_data'.");
    String data = file.needText("file_data");
    Source.Inline source =
        Source.ofDataUrl(data)
            .orElseThrow(() ->
                new Untranslatable(
                    file.path("file_data"),
                    "'"
                        + file.path("file_data")
                        + "' must be a data URL in Base64, such as"
                        + " 'data:application/pdf;base64,...'."));
    Part read =
        new Part.Document(
            source, Optional.ofNullable(file.text("filename")), file.path("file_data"));
    file.close();
    return read;
  }

  /** Whether a part is text, which every message may hold. */
  static boolean isText(Part part) {
    return part instanceof Part.Text;
  }

  /** Writes content: text alone as a string, else typed parts. */
  static JsonNode write(List<Part> parts) throws Untranslatable {
    if (parts.isEmpty()) {
      return Json.array().textNode("");
    }
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text text) {
      return Json.array().textNode(text.text());
    }
    ArrayNode written = Json.array();
    for (Part part : parts) {
      written.add(writePart(part));
    }
    return written;
  }

  private static ObjectNode writePart(Part part) throws Untranslatable {
    return switch (part) {
      case Part.Text text -> Json.object().put("type", "text").put("text", text.text());
      case Part.Refusal refusal ->
          Json.object().put("type", "refusal").put("refusal", refusal.text());
      case Part.Image image -> {
        ObjectNode written = Json.object().put("type", "image_url");
        written.putObject("image_url").put("url", url(image.source()));
        yield written;
      }
      case Part.Document document -> document(document);
      case Part.ToolCall call -> throw misplaced(call.name());
      case Part.ToolResult result -> throw misplaced(result.callId());
      case Part.Reasoning reasoning -> throw misplaced("reasoning");
      case Part.SealedReasoning sealed -> throw misplaced("reasoning");
    };
  }

  private static Untranslatable misplaced(String what) {
    return new Untranslatable(
        "messages", "'" + what + "' stands in a message where chat completions have no place.");
  }

  private static String url(Source source) {
    return switch (source) {
      case Source.Inline inline -> inline.dataUrl();
      case Source.Remote remote -> remote.url();
    };
  }

  private static ObjectNode document(Part.Document document) throws Untranslatable {
    if (!(document.source() instanceof Source.Inline inline)) {
      throw new Untranslatable(
          document.at(),
          "'"
              + document.at()
              + "' is a document by its address, which this model's provider cannot fetch: send its"
              + " bytes in Base64.");
    }
    ObjectNode written = Json.object().put("type", "file");
    written
        .putObject("file")
        .put("filename", document.title().orElse(fileName(inline)))
        .put("file_data", inline.dataUrl());
    return written;
  }

  private static String fileName(Source.Inline source) {
    return source.mediaType().equals("text/plain") ? "document.txt" : "document.pdf";
  }
}
