package dev.assay.policies.judge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A model call whose JSON was parsed strictly while its bytes stay as they came: where the model
 * name stands and where learned text may go is known, so that only those bytes change on the way to
 * a provider and every unknown field survives.
 *
 * @param raw the request's bytes; shared, never changed
 * @param model the alias the client asked for
 * @param modelPlace where its JSON string stands, quotes included
 * @param messages in the client's order
 * @param seams where learned text goes; none where the endpoint has no place for it
 * @param usagePlace where a stream's usage is asked for; none where that isn't needed
 * @param limitPlace where a limit of the answer's tokens can be put: a value that says none, else
 *     an empty place before the first field
 * @param fields top-level field names, sorted
 * @param user the user whom the client names
 * @param refersTo ids of things kept at a provider that the call goes on from
 * @param repeats ids of things that were once answered, which may be in nobody's book
 * @param stores whether it asks the provider to keep a chat
 * @param conversation the conversation as the client wrote it, where that is a JSON array of
 *     messages
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public record ParsedBody(
    Endpoint endpoint,
    byte[] raw,
    String model,
    Span modelPlace,
    List<Message> messages,
    List<Seam> seams,
    Optional<Seam> usagePlace,
    Span limitPlace,
    List<String> fields,
    boolean stream,
    int maxOutputTokens,
    int choices,
    Optional<String> user,
    List<String> refersTo,
    List<String> repeats,
    boolean stores,
    Optional<Span> conversation)
    implements RequestBody {

  public ParsedBody {
    messages = List.copyOf(messages);
    seams = List.copyOf(seams);
    fields = List.copyOf(fields);
    refersTo = List.copyOf(refersTo);
    repeats = List.copyOf(repeats);
  }

  /** Some of the body's bytes: from the first of them to the one after the last. */
  record Span(int from, int to) {}

  /**
   * One message.
   *
   * @param text its text parts joined; empty when it has none
   */
  public record Message(String role, String text) {}

  @Override
  public String word() {
    return endpoint.word();
  }

  @Override
  public int size() {
    return raw.length;
  }

  @Override
  public int messageCount() {
    return messages.size();
  }

  @Override
  public int answers() {
    long prompts = endpoint == Endpoint.COMPLETIONS ? Math.max(1, messages.size()) : 1;
    return (int) Math.min(Integer.MAX_VALUE, prompts * choices);
  }

  @Override
  public boolean answersInWords() {
    return endpoint.answersInWords();
  }

  @Override
  public String lastUserText() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role().equals("user")) {
        return messages.get(i).text();
      }
    }
    return "";
  }

  @Override
  public String firstUserText() {
    return messages.stream()
        .filter(m -> m.role().equals("user"))
        .map(Message::text)
        .findFirst()
        .orElse("");
  }

  @Override
  public boolean takesLearnedText() {
    return !seams.isEmpty();
  }

  /** Whether a stream ends with usage only because the gateway asked for it. */
  public boolean hidesUsage() {
    return usagePlace.isPresent();
  }

  /**
   * The messages as a JSON array: as the client wrote them where that is one of chat messages, else
   * their roles and texts.
   */
  @Override
  public String messagesJson() {
    return conversation
        .map(span -> new String(raw, span.from(), span.to() - span.from(), StandardCharsets.UTF_8))
        .orElseGet(this::rendered);
  }

  private String rendered() {
    StringBuilder json = new StringBuilder("[");
    for (Message message : messages) {
      json.append(json.length() > 1 ? "," : "")
          .append("{\"role\":\"")
          .append(quoted(message.role()))
          .append("\",\"content\":\"")
          .append(quoted(message.text()))
          .append("\"}");
    }
    return json.append(']').toString();
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
