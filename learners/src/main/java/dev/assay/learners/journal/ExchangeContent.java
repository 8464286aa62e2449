package dev.assay.learners.journal;

/**
 * What was said in one exchange, kept apart from its record so that it can be erased.
 *
 * @param subject whose words they are: the exchange's principal
 * @param query the last user message
 * @param messages the conversation as JSON, as sent by the client
 * @param answer the text the client got
 */
public record ExchangeContent(String subject, String query, String messages, String answer) {}
