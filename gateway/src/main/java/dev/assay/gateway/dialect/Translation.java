package dev.assay.gateway.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.chat.ChatDialect;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.messages.MessagesDialect;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Dialect;
import dev.assay.gateway.dialect.neutral.FaultReader;
import dev.assay.gateway.dialect.responses.ResponsesDialect;
import dev.assay.policies.judge.Endpoint;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Serves a client that speaks one API by a provider that speaks another. Requests, answers, events
 * and errors are read into what all APIs mean and written from it; {@code docs/translation.md} says
 * for each field what becomes of it.
 *
 * <p>It has no state: what an answer must know of its request travels in {@link Translated}.
 */
public final class Translation {
  /**
   * What stands in Anthropic's {@code max_tokens}, which they demand, when the client gave no
   * limit. All of their models that are served today can write as much.
   */
  public static final long DEFAULT_MAX_TOKENS = 8192;

  private final Dialect client;
  private final Dialect provider;
  private final InstantSource clock;

  private Translation(Dialect client, Dialect provider, InstantSource clock) {
    this.client = client;
    this.provider = provider;
    this.clock = clock;
  }

  /** The translation between two APIs; empty when there is none, or none is needed. */
  public static Optional<Translation> between(Endpoint client, Endpoint provider) {
    return between(client, provider, DEFAULT_MAX_TOKENS, InstantSource.system());
  }

  /**
   * The same with settings.
   *
   * @param defaultMaxTokens instead of {@link #DEFAULT_MAX_TOKENS}
   * @param clock for answers whose provider does not say when it made them
   */
  public static Optional<Translation> between(
      Endpoint client, Endpoint provider, long defaultMaxTokens, InstantSource clock) {
    Optional<Dialect> theirs = dialect(client, defaultMaxTokens);
    Optional<Dialect> ours = dialect(provider, defaultMaxTokens);
    return client == provider || theirs.isEmpty() || ours.isEmpty()
        ? Optional.empty()
        : Optional.of(new Translation(theirs.get(), ours.get(), clock));
  }

  private static Optional<Dialect> dialect(Endpoint endpoint, long defaultMaxTokens) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS -> Optional.of(new ChatDialect());
      case RESPONSES -> Optional.of(new ResponsesDialect());
      case MESSAGES -> Optional.of(new MessagesDialect(defaultMaxTokens));
      // Counting is a tokenizer's work, and the others hold no conversation.
      case COUNT_TOKENS, COMPLETIONS, EMBEDDINGS -> Optional.empty();
    };
  }

  /**
   * Translates a request.
   *
   * @param body the client's JSON, judged and filled, with the target's model in it
   * @throws Untranslatable naming the field that the provider's API has no words for
   */
  public Translated request(byte[] body) throws Untranslatable {
    ObjectNode read =
        Json.object(body)
            .orElseThrow(() ->
                new Untranslatable("body", "The body must be a JSON object, 128 deep at most."));
    Unsaid unsaid = new Unsaid();
    Conversation conversation = client.readRequest(read, unsaid);
    byte[] written = Json.bytes(provider.writeRequest(conversation, unsaid));
    long nowSeconds = clock.instant().getEpochSecond();
    return new Translated(
        client, provider, written, unsaid.fields(), new Asked(conversation, read, nowSeconds));
  }

  /**
   * Translates a provider's refusal: its words stay, their class is said in the client's terms.
   *
   * @param status HTTP status that the client will see
   * @param body whatever the provider sent with it
   */
  public byte[] error(int status, byte[] body) {
    return Json.bytes(client.writeFault(FaultReader.body(status, body)));
  }
}
