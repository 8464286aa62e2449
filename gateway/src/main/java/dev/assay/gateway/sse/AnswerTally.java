package dev.assay.gateway.sse;

import dev.assay.policies.judge.Endpoint;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads an answer as it passes: its text, the usage the provider counted, and whether a stream
 * ended as it should. What it cannot read it leaves alone; it is not a judge.
 */
public sealed interface AnswerTally permits ChatTally, ResponsesTally, MessagesTally, CountedTally {
  /**
   * The reader of an endpoint's answers.
   *
   * @param hidesUsage whether a stream's usage was asked for by the gateway alone
   */
  static AnswerTally of(Endpoint endpoint, boolean hidesUsage) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS -> new ChatTally(hidesUsage);
      case RESPONSES -> new ResponsesTally();
      case MESSAGES -> new MessagesTally();
      case EMBEDDINGS, COUNT_TOKENS -> new CountedTally();
    };
  }

  /** For what passes through unread. */
  static AnswerTally ofUnread() {
    return new CountedTally();
  }

  /**
   * Reads a whole JSON answer.
   *
   * @return whether it is a JSON object
   */
  boolean wholeAnswer(Buffer body);

  /**
   * Reads whole events, as {@link EventSplitter} gives them.
   *
   * @return those the client may see; the same buffer where that is all of them
   */
  Buffer events(Buffer whole);

  /** The answer's first text so far. */
  String text();

  /** Tokens as the provider counted them. */
  TokenUsage usage();

  /** Whether the stream's final event was seen. */
  boolean done();

  /** Whether the provider itself said that the answer failed. */
  default boolean failed() {
    return false;
  }

  /** How sure the model was of a whole answer, in nats, where its {@code logprobs} tell. */
  default OptionalDouble margin() {
    return OptionalDouble.empty();
  }

  /** Names under which the provider keeps the answer, its own first, as far as they are known. */
  default List<String> kept() {
    return List.of();
  }
}
