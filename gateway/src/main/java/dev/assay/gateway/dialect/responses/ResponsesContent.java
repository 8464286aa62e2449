package dev.assay.gateway.dialect.responses;

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
import java.util.Optional;

/** The content of an item: a string, or typed parts. */
final class ResponsesContent {
  private ResponsesContent() {}

  static List<Part> read(Fields item, String name, Unsaid unsaid) throws Untranslatable {
    return Contents.read(
        item, name, unsaid, (type, part, parts) -> readPart(type, part, unsaid, parts));
  }

  private static void readPart(String type, Fields part, Unsaid unsaid, List<Part> parts)
      throws Untranslatable {
    switch (type) {
      case "input_text" -> Contents.addText(part.needText("text"), parts);
      case "output_text" -> {
        part.leaveOut(unsaid, "annotations");
        part.leaveOut(unsaid, "logprobs");
        Contents.addText(part.needText("text"), parts);
      }
      case "refusal" -> parts.add(new Part.Refusal(part.needText("refusal")));
      case "input_image" -> parts.add(image(part, unsaid));
      case "input_file" -> parts.add(file(part, unsaid));
      default ->
          throw new Untranslatable(
              part.path("type"),
              "'"
                  + part.path("type")
                  + "' must be input_text, input_image, input_file, output_text or refusal: this"
                  + " model's provider can be told nothing else.");
    }
  }

  private static void detail(Fields part, Unsaid unsaid) throws Untranslatable {
    String detail = part.text("detail");
    if (detail != null && !detail.equals("auto")) {
      unsaid.add("input.content.detail");
    }
  }

  private static Part image(Fields part, Unsaid unsaid) throws Untranslatable {
    part.refuse("file_id", "this model's provider cannot reach that file; send 'image_url'.");
    detail(part, unsaid);
    return Contents.image(part, "image_url");
  }

  private static Part file(Fields part, Unsaid unsaid) throws Untranslatable {
    part.refuse("file_id", "this model's provider cannot reach that file; send 'file_data'.");
    detail(part, unsaid);
    String url = part.text("file_url");
    if (url == null) {
      return Contents.file(part);
    }
    part.refuse("file_data", "send it or 'file_url', not both.");
    return new Part.Document(
        new Source.Remote(url), Optional.ofNullable(part.text("filename")), part.path("file_url"));
  }

  /** Writes what a person or a tool said. */
  static JsonNode write(List<Part> parts) throws Untranslatable {
    return Contents.write(parts, ResponsesContent::writePart);
  }

  private static ObjectNode writePart(Part part) throws Untranslatable {
    return switch (part) {
      case Part.Text text -> Json.object().put("type", "input_text").put("text", text.text());
      case Part.Image image ->
          Json.object()
              .put("type", "input_image")
              .put("detail", "auto")
              .put("image_url", Contents.url(image.source()));
      case Part.Document document -> {
        ObjectNode written = Json.object().put("type", "input_file");
        document.title().ifPresent(title -> written.put("filename", title));
        yield written.put(
            document.source() instanceof Source.Remote ? "file_url" : "file_data",
            Contents.url(document.source()));
      }
      default ->
          throw new Untranslatable(
              "input", "A message holds what responses have no place for in it.");
    };
  }
}
