package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.judge.ParsedBody.Span;
import dev.assay.policies.tenant.Surface;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads what a request that passes through declares of itself. */
public final class OpaqueParser {
  private static final int MAX_SEGMENTS = 8;
  private static final int MAX_QUERY_CHARS = 4096;
  private static final int MAX_FIELDS = 100;

  /** No escapes: a segment that reads differently to somebody else is not worth its risk. */
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_:-][A-Za-z0-9._:-]{0,255}");

  private static final Pattern QUERY = Pattern.compile("[!-~]*");
  private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");

  private static final Pattern MODEL_IN_QUERY = Pattern.compile("(^|&)model(=|%)");

  /** Where a body may be a form: its file is its own, and it names nothing else that is kept. */
  private static final Set<Surface> BY_FORM =
      EnumSet.of(
          Surface.AUDIO,
          Surface.FILES,
          Surface.IMAGES,
          Surface.SKILLS,
          Surface.UPLOADS,
          Surface.VIDEOS);

  private static final Set<String> OF_ALL_TENANTS =
      Set.of("stored_completions", "logs", "responses");

  /** What a path says of itself; any other segment names something kept. */
  private static final Set<String> WORDS =
      Set.of(
          "accept",
          "alpha",
          "calls",
          "cancel",
          "characters",
          "checkpoints",
          "complete",
          "completions",
          "content",
          "edits",
          "events",
          "extensions",
          "file_batches",
          "files",
          "generations",
          "graders",
          "hangup",
          "input_items",
          "items",
          "jobs",
          "messages",
          "output_items",
          "parts",
          "pause",
          "permissions",
          "refer",
          "reject",
          "remix",
          "resume",
          "run",
          "runs",
          "search",
          "speech",
          "steps",
          "submit_tool_outputs",
          "transcriptions",
          "translations",
          "validate",
          "variations",
          "versions",
          "voice_consents",
          "voices");

  private OpaqueParser() {}

  /**
   * Reads the line of a request.
   *
   * @param path after the version, from its slash on
   * @param query without its question mark
   * @param json the body where it is JSON; empty where there is none, or one that streams by
   * @throws Malformed when the path, the query or the JSON cannot be passed on
   */
  public static OpaqueBody parse(
      Surface surface,
      String method,
      String path,
      Optional<String> query,
      Optional<String> contentType,
      byte[] json,
      boolean streamsBy)
      throws Malformed {
    if (!METHODS.contains(method)) {
      throw new Malformed("Only GET, POST and DELETE pass here.", "method");
    }
    List<String> refersTo = new ArrayList<>();
    kept(path).ifPresent(refersTo::add);
    boolean named = !refersTo.isEmpty();
    if (query.isPresent()
        && (query.get().length() > MAX_QUERY_CHARS || !QUERY.matcher(query.get()).matches())) {
      throw new Malformed(
          "The query must be at most " + MAX_QUERY_CHARS + " printable ASCII characters.", "query");
    }
    requirePassable(surface, method, path, query, named, streamsBy);
    Read read = json.length == 0 ? Read.NOTHING : Read.of(json);
    requireKnown(surface, read);
    refersTo.addAll(read.refersTo());
    return new OpaqueBody(
        surface,
        method,
        path,
        query.map(q -> "?" + q).orElse(""),
        json.length > 0 ? Optional.of("application/json") : contentType,
        json,
        read.model(),
        read.modelPlace(),
        read.fields(),
        refersTo,
        named,
        streamsBy);
  }

  /** Whether a body of this type streams by. Any other is read as JSON, whatever it is called. */
  public static boolean streamsBy(String contentType) {
    String type = mediaType(contentType);
    return type.equals("multipart/form-data")
        || type.equals("application/octet-stream")
        || type.equals("application/sdp")
        || type.startsWith("audio/");
  }

  /** Whether an answer of this type is JSON. */
  public static boolean isJson(String contentType) {
    return mediaType(contentType).equals("application/json");
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** What would be a model call, or would hide what it names from every rule, does not pass. */
  private static void requirePassable(
      Surface surface,
      String method,
      String path,
      Optional<String> query,
      boolean named,
      boolean streamsBy)
      throws Malformed {
    boolean stored = surface == Surface.STORED_RESPONSES || surface == Surface.STORED_CHATS;
    boolean acts = surface == Surface.STORED_RESPONSES && !path.endsWith("/cancel");
    if (stored && method.equals("POST") && (!named || acts)) {
      throw new Malformed("What a provider keeps can be read, cancelled and deleted here.", "path");
    }
    if (streamsBy && !BY_FORM.contains(surface)) {
      throw new Malformed(
          "Only JSON passes here: names in a form would not be checked.", "content-type");
    }
    if (query.filter(q -> MODEL_IN_QUERY.matcher(q).find()).isPresent()) {
      throw new Malformed("A model is named in the body, not in the query.", "query");
    }
  }

  private static void requireKnown(Surface surface, Read read) throws Malformed {
    if (surface == Surface.EVALS && read.types().stream().anyMatch(OF_ALL_TENANTS::contains)) {
      throw new Malformed(
          "Evals over what a provider logged or stored would read other tenants' too.", "type");
    }
    if (surface.keeps() && read.streams()) {
      throw new Malformed(
          "A stream would hide the names of what it makes: leave it out.", "stream");
    }
  }

  /** The first segment that names something kept: what is below it belongs to it. */
  private static Optional<String> kept(String path) throws Malformed {
    String[] segments = path.substring(1).split("/", -1);
    if (segments.length > MAX_SEGMENTS) {
      throw new Malformed("The path has too many segments.", "path");
    }
    Optional<String> found = Optional.empty();
    for (int i = 0; i < segments.length; i++) {
      if (!SEGMENT.matcher(segments[i]).matches()) {
        throw new Malformed(
            "A segment of the path is not 1 to 256 of A-Z, a-z, 0-9 and . _ : - without escapes.",
            "path");
      }
      if (i > 0 && found.isEmpty() && !WORDS.contains(segments[i])) {
        found = Optional.of(segments[i]);
      }
    }
    return found;
  }

  /** What was read of a JSON body. */
  private record Read(
      String model,
      Optional<Span> modelPlace,
      List<String> fields,
      boolean streams,
      List<String> refersTo,
      Set<String> types) {
    static final Read NOTHING =
        new Read("", Optional.empty(), List.of(), false, List.of(), Set.of());

    static Read of(byte[] raw) throws Malformed {
      Utf8.require(raw);
      try (StrictJson json = new StrictJson(raw, References.ofAllKinds())) {
        return of(json);
      } catch (JsonProcessingException broken) {
        throw new Malformed("The body is not valid JSON: " + broken.getOriginalMessage(), "body");
      } catch (IOException impossible) {
        throw new IllegalStateException("reading from memory", impossible);
      }
    }

    private static Read of(StrictJson json) throws IOException, Malformed {
      if (!json.nextIs(JsonToken.START_OBJECT)) {
        throw new Malformed("The body must be a JSON object.", "body");
      }
      String model = "";
      boolean streams = false;
      Optional<Span> place = Optional.empty();
      Set<String> fields = new TreeSet<>();
      Optional<String> name = json.nextField();
      while (name.isPresent()) {
        fields.add(name.get());
        if (fields.size() > MAX_FIELDS) {
          throw new Malformed("The body has more than " + MAX_FIELDS + " fields.", "body");
        }
        if (name.get().equals("stream")) {
          streams = json.flag("stream");
        } else if (name.get().equals("model") && json.at(JsonToken.VALUE_STRING)) {
          model = json.text("model");
          place = Optional.of(json.skipped());
        } else {
          json.skip();
        }
        name = json.nextField();
      }
      if (json.next().isPresent()) {
        throw new Malformed("The body goes on after its JSON object ends.", "body");
      }
      return new Read(
          model,
          place,
          List.copyOf(fields),
          streams,
          json.references().all(),
          json.references().types());
    }
  }
}
