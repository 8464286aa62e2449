package dev.assay.learners.evaluation;

import java.time.Instant;

/**
 * A served exchange that is kept out of learning, with the answer a person gave when asked.
 *
 * @param messages the conversation before the answer, as JSON
 * @param label what the answer should have been
 */
public record HoldoutRow(
    String exchange,
    String principal,
    String episode,
    Instant arrivedAt,
    String alias,
    String messages,
    String label) {}
