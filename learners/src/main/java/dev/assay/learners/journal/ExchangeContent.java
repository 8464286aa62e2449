package dev.assay.learners.journal;

import dev.assay.learners.content.Retention;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Optional;

/**
 * What was said in one exchange, kept apart from its record so that it can be erased.
 *
 * @param subject whose words they are: the exchange's principal
 * @param query the last user message, to look at: all of it is among the messages
 * @param messages the conversation as JSON, as sent by the client
 * @param answer the text the client got
 */
public record ExchangeContent(String subject, String query, String messages, String answer) {
  /** Longest conversation or answer, in UTF-16 units; what is over is cut off. */
  public static final int MAX_CHARS = 256 * 1024;

  /** Longest query, in UTF-16 units: far more than anything learns from. */
  public static final int MAX_QUERY_CHARS = 16 * 1024;

  public ExchangeContent {
    query = bounded(query, MAX_QUERY_CHARS);
    messages = bounded(messages, MAX_CHARS);
    answer = bounded(answer, MAX_CHARS);
  }

  /** What the tenant's rule leaves of it; empty when nothing may be kept. */
  public Optional<ExchangeContent> kept(TenantPolicy.Content rule) {
    return Retention.kept(rule, query)
        .flatMap(keptQuery ->
            Retention.kept(rule, messages)
                .flatMap(keptMessages ->
                    Retention.kept(rule, answer)
                        .map(keptAnswer ->
                            new ExchangeContent(subject, keptQuery, keptMessages, keptAnswer))));
  }

  /** How long all of it is, in UTF-16 units. */
  long chars() {
    return (long) query.length() + messages.length() + answer.length();
  }

  private static String bounded(String text, int maxChars) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars);
  }
}
