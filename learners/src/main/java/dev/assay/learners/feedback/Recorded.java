package dev.assay.learners.feedback;

/**
 * A signal that is on disk.
 *
 * @param replayed whether the same submission had been recorded before
 */
public record Recorded(Feedback feedback, boolean replayed) {}
