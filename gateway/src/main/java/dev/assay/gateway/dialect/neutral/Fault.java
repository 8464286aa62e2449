package dev.assay.gateway.dialect.neutral;

import java.util.Optional;

/**
 * An error.
 *
 * @param type in the words of the API that it came by; empty when it gave none
 */
public record Fault(
    int status,
    String message,
    Optional<String> type,
    Optional<String> param,
    Optional<String> code) {}
