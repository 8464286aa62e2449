package dev.assay.gateway.dialect.openai;

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

/** What a message says: a string, or typed parts. */
public final class Contents {
  private Contents() {}

  /** Reads the part of one type, all of its fields. */
  public interface PartReader {
    void read(String type, Fields part, List<Part> parts) throws Untranslatable;
  }

  /** Writes one part. */
  public interface PartWriter {
    ObjectNode write(Part part) throws Untranslatable;
  }

  /** Reads it; text that is empty says nothing. */
  public static List<Part> read(Fields message, String name, Unsaid unsaid, PartReader reader)
      throws Untranslatable {
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
      part.leaveOut(unsaid, "prompt_cache_breakpoint");
      reader.read(part.needText("type"), part, parts);
      part.close();
    }
    return parts;
  }

  /** Adds text that says something. */
  public static void addText(String text, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
  }

  /** An image by its address or in itself, which stands in this field. */
  public static Part image(Fields holder, String field) throws Untranslatable {
    String url = holder.needText(field);
    Optional<Source.Inline> inline = Source.ofDataUrl(url);
    return new Part.Image(
        inline.isPresent() ? inline.get() : new Source.Remote(url), holder.path(field));
  }

  /** A file in itself, which stands in {@code file_data}. */
  public static Part file(Fields holder) throws Untranslatable {
    String at = holder.path("file_data");
    Source.Inline source =
        Source.ofDataUrl(holder.needText("file_data"))
            .orElseThrow(() ->
                new Untranslatable(
                    at,
                    "'"
                        + at
                        + "' must be a data URL in Base64, such as"
                        + " 'data:application/pdf;base64,...'."));
    return new Part.Document(source, Optional.ofNullable(holder.text("filename")), at);
  }

  /** Writes it: text alone as a string, else typed parts. */
  public static JsonNode write(List<Part> parts, PartWriter writer) throws Untranslatable {
    if (parts.isEmpty()) {
      return Json.array().textNode("");
    }
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text text) {
      return Json.array().textNode(text.text());
    }
    ArrayNode written = Json.array();
    for (Part part : parts) {
      written.add(writer.write(part));
    }
    return written;
  }

  /** Where it is, or all of it. */
  public static String url(Source source) {
    return switch (source) {
      case Source.Inline inline -> inline.dataUrl();
      case Source.Remote remote -> remote.url();
    };
  }
}
