package dev.assay.learners.serving;

/**
 * An example's position in its artifact and how well it fits.
 *
 * @param score cosine for vectors, 0 to 1 for words
 */
record Ranked(int position, double score) {}
