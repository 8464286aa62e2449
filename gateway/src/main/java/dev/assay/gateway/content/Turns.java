package dev.assay.gateway.content;

import dev.assay.policies.judge.Endpoint;
import java.util.List;

/** Which events carry a piece of a text, and after which of them no more of it comes. */
final class Turns {
  private Turns() {}

  /**
   * What an event ends.
   *
   * @param all every text of the answer
   * @param scopes else the texts of these choices, outputs or blocks
   */
  record Ended(boolean all, List<Integer> scopes) {
    Ended {
      scopes = List.copyOf(scopes);
    }
  }

  /** Whether its texts go on from those of the events before it. */
  static boolean isDelta(Endpoint endpoint, JsonTexts event) {
    String type = event.root().type();
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS, COUNT_TOKENS -> true;
      case RESPONSES -> type.endsWith(".delta");
      case MESSAGES -> type.equals("content_block_delta");
    };
  }

  /**
   * Whether it stays where it stands among the others: chunks of chat completions are told apart by
   * what they add to, all else by when it comes.
   */
  static boolean isInOrder(Endpoint endpoint, JsonTexts event) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS, COUNT_TOKENS ->
          event.items() == 0 || !event.finished().isEmpty();
      case RESPONSES, MESSAGES -> event.texts().isEmpty() || !isDelta(endpoint, event);
    };
  }

  static Ended ended(Endpoint endpoint, JsonTexts event) {
    String type = event.root().type();
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS, COUNT_TOKENS ->
          new Ended(event.isError(), event.finished());
      case RESPONSES ->
          switch (type) {
            case "response.completed", "response.incomplete", "response.failed", "error" ->
                new Ended(true, List.of());
            default -> of(event, type.endsWith(".done") || type.endsWith(".added"));
          };
      case MESSAGES ->
          switch (type) {
            case "message_delta", "message_stop", "error" -> new Ended(true, List.of());
            default -> of(event, type.startsWith("content_block_st"));
          };
    };
  }

  private static Ended of(JsonTexts event, boolean ends) {
    int scope = event.root().scope();
    return new Ended(false, ends && scope >= 0 ? List.of(scope) : List.of());
  }
}
