package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.tokens.Words;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads an answer as it passes: its text, the usage the provider counted, and whether a stream
 * ended as it should. What it cannot read it leaves alone; it is not a judge.
 */
public abstract sealed class AnswerTally
    permits ChatTally, ResponsesTally, MessagesTally, CountedTally {
  /** The first answer's text. */
  Words text = new Words();

  /** All else that a model said: thoughts, refusals, calls of tools, other choices. */
  final Words beside = new Words();

  TokenUsage usage = TokenUsage.NONE;
  boolean usageIsFinal;
  boolean done;
  boolean failed;

  /**
   * The reader of an endpoint's answers.
   *
   * @param hidesUsage whether a stream's usage was asked for by the gateway alone
   * @param stores whether the provider was asked to keep a chat
   */
  public static AnswerTally of(Endpoint endpoint, boolean hidesUsage, boolean stores) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS -> new ChatTally(hidesUsage, stores);
      case RESPONSES -> new ResponsesTally();
      case MESSAGES -> new MessagesTally();
      case EMBEDDINGS, COUNT_TOKENS -> new CountedTally();
    };
  }

  /** For what passes through unread. */
  public static AnswerTally ofUnread() {
    return new CountedTally();
  }

  /**
   * Reads a whole JSON answer.
   *
   * @return whether it is a JSON object
   */
  public final boolean wholeAnswer(Buffer body) {
    JsonNode answer = Events.json(body);
    usageIsFinal = true;
    failed = answer.path("error").isObject();
    whole(answer);
    return answer.isObject();
  }

  abstract void whole(JsonNode answer);

  /**
   * Reads whole events, as {@link EventSplitter} gives them.
   *
   * @return those the client may see; the same buffer where that is all of them
   */
  public Buffer events(Buffer whole) {
    return Events.read(
        whole,
        data -> {
          // Behind an error, what looks like a good end is none.
          boolean over = failed;
          return event(data) && !over;
        });
  }

  /** Reads one event's data; false when the client must not see it. */
  abstract boolean event(String data);

  /** Adds what is text, and leaves alone what is not. */
  static void add(JsonNode piece, Words to) {
    if (piece.isTextual()) {
      to.add(piece.textValue());
    }
  }

  /** The answer's first text so far, bounded. */
  public final String text() {
    return text.kept();
  }

  /** Everything the model said so far, to be counted. */
  public final List<Words> said() {
    return List.of(text, beside);
  }

  /** Tokens as far as the provider told them. */
  public final TokenUsage usage() {
    return usage;
  }

  /** Whether the provider has said its last word on the tokens of all that was said. */
  public final boolean usageIsFinal() {
    boolean silent = text.chars() + beside.chars() == 0;
    return usageIsFinal && (usage.completion() > 0 || silent);
  }

  /** Whether the stream's final event was seen. */
  public final boolean done() {
    return done;
  }

  /** Whether the provider itself said that the answer failed. */
  public final boolean failed() {
    return failed;
  }

  /** The number of the stream's next event, in an API that numbers them. */
  public long nextNumber() {
    return 0;
  }

  /** Whether it is an answer of that API all the same, which says itself why it failed. */
  public boolean tellsWhy() {
    return false;
  }

  /** How sure the model was of a whole answer, in nats, where its {@code logprobs} tell. */
  public OptionalDouble margin() {
    return OptionalDouble.empty();
  }

  /** Names under which the provider keeps the answer, its own first, as far as they are known. */
  public List<String> kept() {
    return List.of();
  }
}
