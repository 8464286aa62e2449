package dev.assay.learners.serving;

import java.util.Optional;

/**
 * What a selection is made for.
 *
 * @param text the last user message
 * @param vector its embedding; absent when it could not be had in time, which leaves words
 */
@SuppressWarnings("ArrayRecordComponent") // a vector on its way through, never compared
public record Query(String text, Optional<float[]> vector) {}
