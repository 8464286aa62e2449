package dev.assay.policies.judge;

import java.util.List;
import java.util.Optional;

/**
 * A chat completion request whose JSON was parsed strictly while its bytes stay as they came: where
 * the model name stands and where each message begins is known, so that only those bytes change on
 * the way to a provider and every unknown field survives.
 *
 * @param raw the request's bytes; shared, never changed
 * @param model the alias the client asked for
 * @param modelFrom first byte of the model's JSON string, its quote included
 * @param modelTo the byte after it
 * @param messages in the client's order
 * @param messagesFrom the byte of the opening bracket of {@code messages}
 * @param messagesTo the byte of the closing bracket of {@code messages}
 * @param fields top-level field names, sorted
 * @param user the OpenAI {@code user} field
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public record ChatBody(
    byte[] raw,
    String model,
    int modelFrom,
    int modelTo,
    List<Message> messages,
    int messagesFrom,
    int messagesTo,
    List<String> fields,
    boolean stream,
    int maxOutputTokens,
    int choices,
    Optional<String> user) {

  public ChatBody {
    messages = List.copyOf(messages);
    fields = List.copyOf(fields);
  }

  /**
   * One message.
   *
   * @param text its text parts joined; empty when it has none
   * @param from its first byte
   */
  public record Message(String role, String text, int from) {
    boolean isInstruction() {
      return role.equals("system") || role.equals("developer");
    }
  }

  /** The last user message's text; empty when there is none. */
  public String lastUserText() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role().equals("user")) {
        return messages.get(i).text();
      }
    }
    return "";
  }

  /** The first user message's text; empty when there is none. */
  public String firstUserText() {
    return messages.stream()
        .filter(m -> m.role().equals("user"))
        .map(Message::text)
        .findFirst()
        .orElse("");
  }

  /** The messages as the client wrote them: a JSON array. */
  public String messagesJson() {
    return new String(
        raw, messagesFrom, messagesTo + 1 - messagesFrom, java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * The byte before which learned text goes: after the leading system messages, hence never between
   * a tool call and its result.
   */
  int injectionPoint() {
    for (Message message : messages) {
      if (!message.isInstruction()) {
        return message.from();
      }
    }
    return messagesTo;
  }

  /** Whether every message is a leading system message, so learned text follows the last one. */
  boolean injectsLast() {
    return messages.stream().allMatch(Message::isInstruction);
  }
}
