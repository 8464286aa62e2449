package dev.assay.policies.judge;

import dev.assay.policies.judge.ParsedBody.Span;
import dev.assay.policies.tenant.Surface;
import java.util.List;
import java.util.Optional;

/**
 * A request that passes through: what its line and headers declare stands for its content. Of a
 * JSON body the names in it are read; anything else streams by.
 *
 * @param account whose the things are that it may name
 * @param method such as {@code GET}
 * @param path after the version, from its slash on, as the client wrote it
 * @param query with its question mark; empty when there is none
 * @param contentType of the body; none where there is no body
 * @param raw a JSON body; empty for one that streams by
 * @param model the alias that a JSON body names; empty for none
 * @param modelPlace where that name stands
 * @param modelsWithin aliases that a JSON body names below its top, which are judged beside it
 * @param images what it asks to be drawn, for billing; empty where nothing is
 * @param named whether the path names something kept
 * @param streamsBy whether a body follows that is not in {@code raw}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public record OpaqueBody(
    Surface surface,
    Account account,
    String method,
    String path,
    String query,
    Optional<String> contentType,
    byte[] raw,
    String model,
    Optional<Span> modelPlace,
    List<String> modelsWithin,
    List<String> fields,
    Optional<Images> images,
    List<String> refersTo,
    List<String> repeats,
    boolean named,
    boolean streamsBy)
    implements RequestBody {

  public OpaqueBody {
    fields = List.copyOf(fields);
    modelsWithin = List.copyOf(modelsWithin);
    refersTo = List.copyOf(refersTo);
    repeats = List.copyOf(repeats);
  }

  /**
   * Images that are asked for.
   *
   * @param count as a JSON body says; 1 for a form, which is not read before it is sent
   * @param size such as {@code 1024x1024}; empty where nothing is said
   */
  public record Images(int count, String size) {}

  /** The same, once its form has named this model, or as if it asked for one within it. */
  public OpaqueBody asking(String alias) {
    return new OpaqueBody(
        surface,
        account,
        method,
        path,
        query,
        contentType,
        raw,
        alias,
        modelPlace,
        modelsWithin,
        fields,
        images,
        refersTo,
        repeats,
        named,
        streamsBy);
  }

  /** Whether a form follows, of which the text is looked at as it comes. */
  public boolean isForm() {
    return streamsBy && contentType.filter(OpaqueParser::isForm).isPresent();
  }

  /** Whether it lists what the provider keeps, for all who share its account. */
  public boolean lists() {
    return method.equals("GET") && !named;
  }

  /** Whether it asks for the content of something kept, and not for what is known of it. */
  public boolean downloads() {
    return method.equals("GET") && named && path.endsWith("/content");
  }

  /** Whether it makes something that is kept. */
  public boolean makes() {
    boolean below =
        (surface == Surface.VIDEOS && path.endsWith("/remix"))
            || (surface == Surface.UPLOADS && path.endsWith("/parts"));
    return method.equals("POST") && (!named || below);
  }

  @Override
  public String word() {
    return surface.word();
  }

  @Override
  public int size() {
    return raw.length;
  }

  @Override
  public int messageCount() {
    return 0;
  }

  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public int maxOutputTokens() {
    return 0;
  }

  @Override
  public int choices() {
    return 1;
  }

  @Override
  public int answers() {
    return 1;
  }

  @Override
  public Optional<String> user() {
    return Optional.empty();
  }

  @Override
  public String lastUserText() {
    return "";
  }

  @Override
  public String firstUserText() {
    return "";
  }

  @Override
  public String messagesJson() {
    return "[]";
  }

  @Override
  public boolean takesLearnedText() {
    return false;
  }

  @Override
  public boolean answersInWords() {
    return false;
  }
}
