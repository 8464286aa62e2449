package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Fields;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Part;
import dev.assay.gateway.dialect.neutral.Source;
import dev.assay.gateway.dialect.openai.Contents;
import java.util.List;

/** The content of a chat message: a string, or typed parts. */
final class ChatContent {
  private ChatContent() {}

  static List<Part> read(Fields message, String name, Unsaid unsaid) throws Untranslatable {
    return Contents.read(
        message, name, unsaid, (type, part, parts) -> readPart(type, part, unsaid, parts));
  }

  private static void readPart(String type, Fields part, Unsaid unsaid, List<Part> parts)
      throws Untranslatable {
    switch (type) {
      case "text" -> Contents.addText(part.needText("text"), parts);
      case "refusal" -> parts.add(new Part.Refusal(part.needText("refusal")));
      case "image_url" -> parts.add(image(part.needObject("image_url"), unsaid));
      case "file" -> parts.add(file(part.needObject("file")));
      default ->
          throw new Untranslatable(
              part.path("type"),
              "'"
                  + part.path("type")
                  + "' must be text, image_url, file or refusal: this model's provider can be told"
                  + " nothing else.");
    }
  }

  private static Part image(Fields image, Unsaid unsaid) throws Untranslatable {
    String detail = image.text("detail");
    if (detail != null && !detail.equals("auto")) {
      unsaid.add("messages.content.image_url.detail");
    }
    Part read = Contents.image(image, "url");
    image.close();
    return read;
  }

  private static Part file(Fields file) throws Untranslatable {
    file.refuse("file_id", "its provider cannot reach that file; send 'file_data'.");
    Part read = Contents.file(file);
    file.close();
    return read;
  }

  /** Whether a part is text, which every message may hold. */
  static boolean isText(Part part) {
    return part instanceof Part.Text;
  }

  static JsonNode write(List<Part> parts) throws Untranslatable {
    return Contents.write(parts, ChatContent::writePart);
  }

  private static ObjectNode writePart(Part part) throws Untranslatable {
    return switch (part) {
      case Part.Text text -> Json.object().put("type", "text").put("text", text.text());
      case Part.Refusal refusal ->
          Json.object().put("type", "refusal").put("refusal", refusal.text());
      case Part.Image image -> {
        ObjectNode written = Json.object().put("type", "image_url");
        written.putObject("image_url").put("url", Contents.url(image.source()));
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
