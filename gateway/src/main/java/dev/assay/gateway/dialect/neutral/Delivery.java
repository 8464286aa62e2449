package dev.assay.gateway.dialect.neutral;

/**
 * How the answer comes.
 *
 * @param isStream as events
 * @param isUsageWanted whether a chat client asked for a last chunk with the usage
 */
public record Delivery(boolean isStream, boolean isUsageWanted) {}
