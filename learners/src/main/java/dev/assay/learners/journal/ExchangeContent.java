package dev.assay.learners.journal;

import dev.assay.learners.content.Retention;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Optional;

/**
 * What was said in one exchange, kept apart from its record so that it can be erased.
 *
 * @param subject whose words they are: the exchange's principal
 * @param query the last user message
 * @param messages the conversation as JSON, as sent by the client
 * @param answer the text the client got
 */
public record ExchangeContent(String subject, String query, String messages, String answer) {
  /** Longest of each text, in UTF-16 units; what is over is cut off. */
  public static final int MAX_CHARS = 256 * 1024;

  public ExchangeContent {
    query = bounded(query);
    messages = bounded(messages);
    answer = bounded(answer);
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

  private static String bounded(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }
}
