package dev.assay.learners.sandbox;

/** One message of a chat: who says it, and its text. */
public record Message(Role role, String content) {
  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }
}
