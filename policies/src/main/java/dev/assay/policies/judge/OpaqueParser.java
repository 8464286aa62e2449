package dev.assay.policies.judge;

import dev.assay.policies.tenant.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a request that passes through declares of itself. */
public final class OpaqueParser {
  private static final int MAX_QUERY_CHARS = 4096;

  private static final Pattern QUERY = Pattern.compile("[!-~]*");
  private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");
  private static final Set<String> OWN_METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** What a provider may read as a model call, which nobody would then judge as one. */
  private static final Pattern MODEL_CALL =
      Pattern.compile(
          "/v[0-9][^/]*(/.*)?"
              + Arrays.stream(Endpoint.values())
                  .map(endpoint -> "|" + Pattern.quote(endpoint.path()))
                  .collect(Collectors.joining()),
          Pattern.CASE_INSENSITIVE);

  /**
   * Where nothing is known of a path, what other APIs call a model by: any prefix before a model
   * call's path, older ones of OpenAI's and Anthropic's, Azure's, Gemini's, Bedrock's and Ollama's.
   */
  private static final Pattern FOREIGN_MODEL_CALL =
      Pattern.compile(
          ".*:.*|.*/(engines|deployments)(/.*)?"
              + "|.*/(chat|complete|converse|converse-stream|embed|generate|infer|invocations|invoke"
              + "|invoke-with-response-stream|predict|rerank|v[0-9][^/]*/.*)"
              + Arrays.stream(Endpoint.values())
                  .map(endpoint -> "|.*" + Pattern.quote(endpoint.path()))
                  .collect(Collectors.joining()),
          Pattern.CASE_INSENSITIVE);

  /** Where a body may be a form, or the bytes of a file. */
  private static final Set<Surface> BY_FORM =
      EnumSet.of(
          Surface.AUDIO,
          Surface.FILES,
          Surface.IMAGES,
          Surface.SKILLS,
          Surface.UPLOADS,
          Surface.VIDEOS);

  /** Where a body of raw bytes can't be a JSON body that names a model under another name. */
  private static final Set<Surface> BY_BYTES =
      EnumSet.of(Surface.FILES, Surface.SKILLS, Surface.UPLOADS);

  private static final Set<String> OF_ALL_TENANTS =
      Set.of("stored_completions", "logs", "responses");

  private OpaqueParser() {}

  /**
   * Reads the line of a request.
   *
   * @param account where it will go: at one of the tenant's own, nothing that it names is checked
   * @param path after the version, from its slash on
   * @param query without its question mark
   * @param json the body where it is JSON; empty where there is none, or one that streams by
   * @throws Malformed when the path, the query or the JSON cannot be passed on
   */
  public static OpaqueBody parse(
      Surface surface,
      Account account,
      String method,
      String path,
      Optional<String> query,
      Optional<String> contentType,
      byte[] json,
      boolean streamsBy)
      throws Malformed {
    boolean own = account == Account.OWN;
    List<String> refersTo = new ArrayList<>();
    KeptPath.name(path, account).ifPresent(refersTo::add);
    boolean named = !refersTo.isEmpty();
    requireQuery(query);
    if (streamsBy) {
      requireForm(surface, contentType.orElse(""));
    }
    boolean draws = surface == Surface.IMAGES && method.equals("POST");
    OpaqueJson read = json.length == 0 ? OpaqueJson.NOTHING : OpaqueJson.of(json, account, draws);
    Optional<Malformed> unpassable =
        unpassable(surface, method, path, query, named, streamsBy, read);
    if (own) {
      requireNoModelCall(surface, method, path);
    } else if (unpassable.isPresent()) {
      throw unpassable.get();
    }
    refersTo.addAll(read.refersTo());
    // Credentials of a provider, and whatever a surface does not let through where it is shared.
    boolean beyond = unpassable.isPresent() || credentials(surface, path, named);
    return new OpaqueBody(
        own && beyond ? Surface.EVERYTHING_ELSE : surface,
        account,
        method,
        path,
        query.map(q -> "?" + q).orElse(""),
        json.length > 0 ? Optional.of("application/json") : contentType,
        json,
        read.model(),
        read.modelPlace(),
        json.length == 0 || NamedModels.exempt(surface, path)
            ? List.of()
            : NamedModels.within(surface, json),
        read.fields(),
        draws ? Optional.of(new OpaqueBody.Images(read.count(), read.size())) : Optional.empty(),
        own ? List.of() : refersTo,
        read.repeats(),
        named,
        streamsBy);
  }

  /** Whether a body of this type streams by. Any other is read as JSON, whatever it is called. */
  public static boolean streamsBy(String contentType) {
    String type = mediaType(contentType);
    return isForm(contentType)
        || type.equals("application/octet-stream")
        || type.equals("application/sdp")
        || type.startsWith("audio/");
  }

  static boolean isForm(String contentType) {
    return mediaType(contentType).equals("multipart/form-data");
  }

  /** Whether an answer of this type is JSON. */
  public static boolean isJson(String contentType) {
    return mediaType(contentType).equals("application/json");
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static void requireQuery(Optional<String> query) throws Malformed {
    if (query.isPresent()
        && (query.get().length() > MAX_QUERY_CHARS || !QUERY.matcher(query.get()).matches())) {
      throw new Malformed(
          "The query must be at most " + MAX_QUERY_CHARS + " printable ASCII characters.", "query");
    }
  }

  /** A provider may read bytes as JSON, whatever they are called, and find a model in them. */
  private static void requireForm(Surface surface, String contentType) throws Malformed {
    boolean session =
        surface == Surface.REALTIME && mediaType(contentType).equals("application/sdp");
    if (!isForm(contentType) && !session && !BY_BYTES.contains(surface)) {
      throw new Malformed("Only JSON or a form passes here, and no raw bytes.", "content-type");
    }
  }

  private static void requireNoModelCall(Surface surface, String method, String path)
      throws Malformed {
    if (!OWN_METHODS.contains(method)) {
      throw new Malformed("Only GET, POST, PUT, PATCH and DELETE pass here.", "method");
    }
    boolean asks = !method.equals("GET") && !method.equals("DELETE");
    boolean foreign =
        surface == Surface.EVERYTHING_ELSE && FOREIGN_MODEL_CALL.matcher(path).matches();
    if (asks && (foreign || MODEL_CALL.matcher(path).matches())) {
      throw new Malformed(
          "A model call is written as POST /v1/chat/completions and the like, with one version.",
          "path");
    }
  }

  private static boolean credentials(Surface surface, String path, boolean named) {
    return surface == Surface.REALTIME && named && !path.startsWith("/realtime/calls/");
  }

  /** What would be a model call, or would hide what it names from every rule, does not pass. */
  private static Optional<Malformed> unpassable(
      Surface surface,
      String method,
      String path,
      Optional<String> query,
      boolean named,
      boolean streamsBy,
      OpaqueJson read) {
    boolean stored = surface == Surface.STORED_RESPONSES || surface == Surface.STORED_CHATS;
    boolean acts = surface == Surface.STORED_RESPONSES && !path.endsWith("/cancel");
    if (!METHODS.contains(method)) {
      return no("Only GET, POST and DELETE pass here.", "method");
    }
    if (method.equals("DELETE") && !named) {
      return no("Name what is to be deleted.", "path");
    }
    if (stored && method.equals("POST") && (!named || acts)) {
      return no("What a provider keeps can be read, cancelled and deleted here.", "path");
    }
    if (streamsBy && !BY_FORM.contains(surface)) {
      return no("Only JSON passes here, and no form or raw bytes.", "content-type");
    }
    if (query.filter(NamedModels::inQuery).isPresent()) {
      return no("A model is named in the body, not in the query.", "query");
    }
    if (surface == Surface.EVALS && read.types().stream().anyMatch(OF_ALL_TENANTS::contains)) {
      return no(
          "Evals over what a provider logged or stored would read other tenants' too.", "type");
    }
    if (surface.keeps() && read.streams()) {
      return no("A stream would hide the names of what it makes: leave it out.", "stream");
    }
    return Optional.empty();
  }

  private static Optional<Malformed> no(String message, String field) {
    return Optional.of(new Malformed(message, field));
  }
}
