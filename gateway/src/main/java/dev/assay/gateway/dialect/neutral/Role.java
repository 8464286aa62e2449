package dev.assay.gateway.dialect.neutral;

/** Who speaks. */
public enum Role {
  SYSTEM,
  DEVELOPER,
  USER,
  ASSISTANT,
  /** The results of tools; nothing else stands in such a turn. */
  TOOL
}
