package dev.assay.learners.scan;

/**
 * Something an artifact must not carry.
 *
 * @param item where it stands: an item's id, or {@code artifact}
 * @param code the rule's stable name, lower-case with underscores
 * @param excerpt enough to recognise it, never the secret or the personal data itself
 */
public record Finding(String item, String code, String excerpt) {}
