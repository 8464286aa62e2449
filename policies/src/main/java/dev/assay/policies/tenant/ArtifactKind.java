package dev.assay.policies.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be learned. The first seven live in token space, {@link #ADAPTER} in weight space. */
public enum ArtifactKind {
  MEMORY,
  PLAYBOOK,
  SKILL,
  EXAMPLES,
  PROMPT,
  HARNESS,
  GRADER,
  ADAPTER;

  /** The word used in files, JSON and the console. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
