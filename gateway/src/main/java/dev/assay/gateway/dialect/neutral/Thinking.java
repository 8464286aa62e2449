package dev.assay.gateway.dialect.neutral;

import java.util.Optional;

/**
 * How much a model thinks before it answers.
 *
 * @param effort none, minimal, low, medium, high, xhigh or max; empty leaves it to the provider
 * @param isAsked whether thoughts are asked for, with whatever effort
 * @param shown the client's field that asks for a summary of them; empty when none does
 */
public record Thinking(Optional<String> effort, boolean isAsked, Optional<String> shown) {
  /** What a client says that says nothing of it. */
  public static final Thinking UNSAID = new Thinking(Optional.empty(), false, Optional.empty());

  /** The effort that stands for "don't". */
  public static final String NONE = "none";

  /** Whether thinking is switched off. */
  public boolean isOff() {
    return effort.filter(NONE::equals).isPresent();
  }
}
