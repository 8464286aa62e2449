package dev.assay.learners.releases;

import java.util.Optional;

/**
 * Who makes a release serve, and why.
 *
 * @param actor {@code person:<id>}, {@code policy} or {@code guard}
 * @param change the change it comes from
 */
public record Activation(String actor, String why, Optional<String> change) {}
