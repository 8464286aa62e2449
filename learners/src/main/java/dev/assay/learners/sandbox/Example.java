package dev.assay.learners.sandbox;

/** A text and the label it was given. */
public record Example(String input, String output) {}
