package dev.assay.gateway.dialect.responses;

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

/** The content of an item: a string, or typed parts. */
final class ResponsesContent {
  private ResponsesContent() {}

  /** Reads it; text that is empty says nothing. */
  static List<Part> read(Fields item, String name, Unsaid unsaid) throws Untranslatable {
    JsonNode content = item.take(name);
    List<Part> parts = new ArrayList<>();
    if (content == null) {
      return parts;
    }
    if (content.isTextual()) {
      addText(content.textValue(), parts);
      return parts;
    }
    for (Fields part : item.objects(name)) {
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
      case "input_text" -> addText(part.needText("text"), parts);
      case "output_text" -> {
        part.leaveOut(unsaid, "annotations");
        part.leaveOut(unsaid, "logprobs");
        addText(part.needText("text"), parts);
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
    part.close();
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
    String url = part.needText("image_url");
    Optional<Source.Inline> inline = Source.ofDataUrl(url);
    return new Part.Image(
        inline.isPresent() ? inline.get() : new Source.Remote(url), part.path("image_url"));
  }

  private static Part file(Fields part, Unsaid unsaid) throws Untranslatable {
    part.refuse("file_id", "this model's provider cannot reach that file; send 'file_data'.");
    detail(part, unsaid);
    Optional<String> title = Optional.ofNullable(part.text("filename"));
    String url = part.text("file_url");
    if (url != null) {
      part.refuse("file_data", "send it or 'file_url', not both.");
      return new Part.Document(new Source.Remote(url), title, part.path("file_url"));
    }
    String at = part.path("file_data");
    Optional<Source.Inline> inline = Source.ofDataUrl(part.needText("file_data"));
    if (inline.isEmpty()) {
      throw new Untranslatable(at, "'" + at + "' must be a data URL in Base64.");
    }
    return new Part.Document(inline.get(), title, at);
  }

  /** Writes what a person or a tool said: text alone as a string, else typed parts. */
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
      case Part.Text text -> Json.object().put("type", "input_text").put("text", text.text());
      case Part.Image image ->
          Json.object()
              .put("type", "input_image")
              .put("detail", "auto")
              .put("image_url", url(image.source()));
      case Part.Document document -> {
        ObjectNode written = Json.object().put("type", "input_file");
        document.title().ifPresent(title -> written.put("filename", title));
        yield written.put(
            document.source() instanceof Source.Remote ? "file_url" : "file_data",
            url(document.source()));
      }
      default ->
          throw new Untranslatable(
              "input", "A message holds what responses have no place for in it.");
    };
  }

  private static String url(Source source) {
    return switch (source) {
      case Source.Inline inline -> inline.dataUrl();
      case Source.Remote remote -> remote.url();
    };
  }
}
