package dev.assay.learners.serving;

import dev.assay.policies.judge.Injection;

/**
 * What was chosen for one request.
 *
 * @param confidence how sure the chosen items are of one answer, 0 to 1; 0 when nothing was chosen
 */
public record Selection(Injection injection, double confidence) {
  /** Nothing to choose from. */
  public static final Selection NOTHING = new Selection(Injection.NONE, 0);
}
