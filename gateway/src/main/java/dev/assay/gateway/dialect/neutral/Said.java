package dev.assay.gateway.dialect.neutral;

/**
 * A setting and the name under which the client said it, so that who cannot say it on can name it.
 *
 * @param field the client's own word
 */
public record Said<T>(String field, T value) {}
